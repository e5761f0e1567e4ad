package io.rbfly.demo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Code in the documentation is code that compiles, and links lead somewhere. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<Path> EXAMPLES =
            List.of(Path.of("src/main/java/io/rbfly/demo/examples"), ROOT.resolve("examples"));
    private static final Pattern CODE_BLOCK = Pattern.compile("```(java|kotlin|xml)\n(.*?)```", Pattern.DOTALL);
    private static final Map<String, String> EXTENSIONS = Map.of("java", ".java", "kotlin", ".kt", "xml", "pom.xml");
    private static final Pattern VERSION = Pattern.compile("<version>(.*?)</version>");
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
        for (MatchResult block :
                CODE_BLOCK.matcher(Files.readString(page)).results().toList()) {
            assertThat(examples(EXTENSIONS.get(block.group(1)))).contains(withoutSpace(block.group(2)));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void itsLinksLeadToFiles(Path page) throws IOException {
        assertThat(LOCAL_LINK.matcher(Files.readString(page)).results())
                .allSatisfy(
                        link -> assertThat(page.resolveSibling(link.group(1))).exists());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/getting-started.md",
                "docs/async-await.md",
                "docs/integrations.md",
                "docs/testing.md"
            })
    void aPageToBeginWithHasCode(String page) throws IOException {
        assertThat(Files.readString(ROOT.resolve(page))).containsPattern(CODE_BLOCK);
    }

    @Test
    void projectsOfUsersNameThisVersion() throws IOException {
        assertThat(sources("pom.xml"))
                .isNotEmpty()
                .allSatisfy(pom -> assertThat(read(pom)).contains("<rbfly.version>" + version() + "<"));
    }

    @Test
    void thePageOfBatchesNamesTheVersionsOfThePom() {
        String page = read(ROOT.resolve("docs/batches.md"));
        for (String library : List.of("lz4-java", "zstd-jni", "snappy-java")) {
            assertThat(page).contains(":" + library + "`, " + property(library + ".version") + " |");
        }
    }

    private static String property(String name) {
        return Pattern.compile("<" + Pattern.quote(name) + ">(.*?)<")
                .matcher(read(ROOT.resolve("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    /**
     * As they are, and with the version of the library in place of its property, as a page may show a dependency alone.
     */
    private static String examples(String extension) throws IOException {
        String version = version();
        return sources(extension).stream()
                .map(DocumentationTest::read)
                .flatMap(code -> Stream.of(code, code.replace("${rbfly.version}", version)))
                .map(DocumentationTest::withoutSpace)
                .collect(Collectors.joining());
    }

    private static List<Path> sources(String extension) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path directory : EXAMPLES) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.filter(file -> file.toString().endsWith(extension)).forEach(sources::add);
            }
        }
        return sources;
    }

    private static String version() {
        return VERSION.matcher(read(ROOT.resolve("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
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
