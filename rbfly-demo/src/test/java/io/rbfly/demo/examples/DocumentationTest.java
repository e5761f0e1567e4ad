package io.rbfly.demo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code in the documentation is code that compiles, and links lead somewhere. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path EXAMPLES = Path.of("src/main/java/io/rbfly/demo/examples");
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LOCAL_LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

    static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void itsCodeIsThatOfTheExamples(Path page) throws IOException {
        String examples = examples();
        assertThat(JAVA_BLOCK.matcher(Files.readString(page)).results())
                .allSatisfy(block -> assertThat(examples).contains(withoutSpace(block.group(1))));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void itsLinksLeadToFiles(Path page) throws IOException {
        assertThat(LOCAL_LINK.matcher(Files.readString(page)).results())
                .allSatisfy(
                        link -> assertThat(page.resolveSibling(link.group(1))).exists());
    }

    @Test
    void theReadmeHasCode() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).containsPattern(JAVA_BLOCK);
    }

    private static String examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.map(DocumentationTest::read)
                    .map(DocumentationTest::withoutSpace)
                    .collect(Collectors.joining());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Ignores white space, since sources and pages break lines differently. */
    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
