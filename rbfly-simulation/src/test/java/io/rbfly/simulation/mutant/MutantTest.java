package io.rbfly.simulation.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MutantTest {
    private static final String TEXT = """
            The first line
            and the second.
            survives: nobody checks
            it
            file: a/B.java
            --- original
                one();
            --- replacement
                two();
            """;

    private final Mutant mutant = Mutant.parse("name", TEXT);

    @Test
    void readsAllParts() {
        assertThat(mutant)
                .isEqualTo(new Mutant(
                        "name",
                        "The first line and the second.",
                        "nobody checks it",
                        "a/B.java",
                        "    one();",
                        "    two();"));
    }

    @Test
    void replacesTheText() {
        assertThat(mutant.apply("{\n    one();\n}")).isEqualTo("{\n    two();\n}");
    }

    @Test
    void removesTheTextIfThereIsNoReplacement() {
        Mutant removing = Mutant.parse("name", "x\nfile: a\n--- original\none();\n--- replacement\n");
        assertThat(removing.apply("{ one(); }")).isEqualTo("{  }");
    }

    @Test
    void requiresTheTextOnce() {
        assertThatThrownBy(() -> mutant.apply("    three();"))
                .hasMessageContaining("mutant name: a/B.java contains this text nowhere (expected: once");
        assertThatThrownBy(() -> mutant.apply("    one();    one();")).hasMessageContaining("more than once");
    }

    @Test
    void requiresAllParts() {
        assertThatThrownBy(() -> Mutant.parse("name", "file: a\n--- original\nx"))
                .hasMessageContaining("replacement");
        assertThatThrownBy(() -> Mutant.parse("name", "x\n--- original\nx\n--- replacement\ny"))
                .hasMessageContaining("file: ");
    }
}
