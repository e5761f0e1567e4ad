package io.rbfly.simulation.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.simulation.model.Finding;
import io.rbfly.simulation.model.Findings;
import org.junit.jupiter.api.Test;

class DeclarationsTest {
    private final Findings findings = new Findings();
    private long turn;
    private final Declarations declarations = new Declarations(findings, () -> turn);

    private Declared declare(int id) {
        Declared declared = new Declared(id, "s", "");
        declarations.declare(10 + id, declared);
        return declared;
    }

    private void delete(int id) {
        declarations.delete(20 + id, id);
        declarations.deleted(20 + id);
    }

    private String invariant() {
        Finding first = findings.first();
        return first == null ? "" : first.invariant();
    }

    @Test
    void idsAreUsedFromTheLowestOn() {
        declare(0);
        declare(1);
        delete(0);
        turn++;
        declare(0);
        declare(2);

        assertThat(invariant()).isEmpty();
    }

    @Test
    void anIdThatIsFreeIsNotUsedAgain() {
        declare(0);
        delete(0);
        turn++;
        declare(1);

        assertThat(invariant()).isEqualTo("the lowest free id is used");
    }

    @Test
    void aClientMayProcessALittleLaterThatAnIdIsFree() {
        declare(0);
        delete(0);
        declare(1);

        assertThat(invariant()).isEmpty();
    }

    @Test
    void whatIsRefusedMayBeDeletedALittleLater() {
        declare(0);
        declarations.declared(10, false, 1);
        delete(0);
        assertThat(invariant()).isEmpty();

        turn++;
        delete(0);
        assertThat(invariant()).isEqualTo("what is deleted was declared");
    }

    @Test
    void anIdIsUsedUntilItsDeletionIsAnswered() {
        Declared first = declare(0);
        declarations.declared(10, true, 1);
        declarations.delete(20, 0);
        turn++;
        declare(1);

        assertThat(invariant()).isEmpty();
        assertThat(first.state).isEqualTo(Declared.State.DELETING);
    }

    @Test
    void whatIsRefusedIsGone() {
        Declared refused = declare(0);

        assertThat(declarations.declared(10, false, 1)).isNull();
        assertThat(refused.state).isEqualTo(Declared.State.GONE);
        assertThat(declarations.of(0)).isNull();
    }
}
