package io.rbfly.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "api, loop",
        "api, connection",
        "api, publish",
        "api, subscribe",
        "loop, connection",
        "loop, publish",
        "loop, subscribe",
        "connection, publish",
        "connection, subscribe",
        "publish, subscribe",
        "subscribe, publish"
    })
    void aLowerPackageDoesNotKnowAHigherOne(String lower, String higher) {
        holds(noClasses()
                .that()
                .resideInAPackage(ROOT + "." + lower + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "." + higher + ".."));
    }

    @Test
    void nobodyBelowKnowsTheRootPackage() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.netty.channel..", "io.netty.bootstrap..", "io.netty.handler..", "io.rbfly.client.."})
    void protocolAndCodecKnowNoTransport(String transport) {
        holds(noClasses()
                .that()
                .resideInAnyPackage("io.rbfly.protocol..", "io.rbfly.codec..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(transport));
    }

    @Test
    void codecAndProtocolDoNotKnowEachOther() {
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
}
