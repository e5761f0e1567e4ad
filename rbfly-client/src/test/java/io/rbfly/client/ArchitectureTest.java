package io.rbfly.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages import in one direction only, and nothing in the client blocks. */
class ArchitectureTest {
    private static final String ROOT = "io.rbfly.client";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.rbfly");

    private static void holds(ArchRule rule) {
        rule.check(CLASSES);
    }

    /** Each package may use those before it, and none after it. */
    private static final List<String> LAYERS = List.of(
            "api.error",
            "api.compression",
            "api.connection",
            "api.event",
            "api.stream",
            "api",
            "event",
            "message",
            "compression",
            "netty",
            "loop",
            "config",
            "connection",
            "handshake",
            "recovery",
            "cluster",
            "superstream",
            "budget",
            "session",
            "publish.outcome",
            "publish.frame",
            "publish",
            "publish.partition",
            "subscribe.offset",
            "subscribe.group",
            "subscribe.batch",
            "subscribe.read",
            "subscribe",
            "core");

    @Test
    void aLowerPackageDoesNotUseAHigherOne() {
        for (int lower = 0; lower < LAYERS.size(); lower++) {
            String[] higher = LAYERS.stream()
                    .skip(lower + 1)
                    .map(name -> ROOT + "." + name)
                    .toArray(String[]::new);
            if (higher.length > 0) {
                holds(noClasses()
                        .that()
                        .resideInAPackage(ROOT + "." + LAYERS.get(lower))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(higher));
            }
        }
    }

    @Test
    void publishingAndSubscribingDoNotUseEachOther() {
        holds(noClasses()
                .that()
                .resideInAPackage(ROOT + ".subscribe..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".publish.."));
    }

    @Test
    void eachPackageHasItsLayer() {
        Set<String> packages = new TreeSet<>();
        CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT + "."))
                .forEach(name -> packages.add(name.substring(ROOT.length() + 1)));
        assertThat(packages).containsExactlyInAnyOrderElementsOf(LAYERS);
    }

    @Test
    void noLowerPackageUsesTheRootPackage() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.netty.channel..", "io.netty.bootstrap..", "io.netty.handler..", "io.rbfly.client.."})
    void protocolAndCodecUseNoTransport(String transport) {
        holds(noClasses()
                .that()
                .resideInAnyPackage("io.rbfly.protocol..", "io.rbfly.codec..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(transport));
    }

    @Test
    void codecAndProtocolDoNotUseEachOther() {
        holds(noClasses()
                .that()
                .resideInAPackage("io.rbfly.codec..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.rbfly.protocol.."));
        holds(noClasses()
                .that()
                .resideInAPackage("io.rbfly.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.rbfly.codec.."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "protocol", "codec", "testkit"})
    void packagesAreFreeOfCycles(String module) {
        holds(slices().matching("io.rbfly." + module + ".(**)").should().beFreeOfCycles());
    }

    @Test
    void nothingBlocksAThread() {
        holds(noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .doNotHaveSimpleName("LoopFuture") // whose methods are the application's waiting
                .should()
                .callMethodWhere(JavaCall.Predicates.target(
                                HasName.Predicates.nameMatching("get|join|resultNow|await.*|sync|syncUninterruptibly"))
                        .and(JavaCall.Predicates.target(
                                HasOwner.Predicates.With.owner(JavaClass.Predicates.assignableTo(Future.class))))));
        holds(noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Object.class, "wait")
                .orShould()
                .callMethod(Object.class, "wait", long.class));
    }

    /** All main sources of all modules. */
    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of("..").toAbsolutePath().normalize())) {
            List<Path> roots = modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
            List<Path> sources = new ArrayList<>();
            for (Path root : roots) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
            return sources;
        }
    }

    @Test
    void classesAreSmall() throws IOException {
        for (Path source : sources()) {
            assertThat(Files.readAllLines(source)).as("lines of %s", source).hasSizeLessThanOrEqualTo(350);
        }
    }

    @Test
    void packagesAreSmall() throws IOException {
        Map<Path, Long> classes = sources().stream()
                .filter(source -> !source.getFileName().toString().endsWith("-info.java"))
                .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));

        assertThat(classes)
                .isNotEmpty()
                .allSatisfy((path, count) ->
                        assertThat(count).as("classes in %s", path).isLessThanOrEqualTo(17));
    }
}
