package io.rbfly.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rbfly.testkit.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The client for Node.js works with the embedded broker as with RabbitMQ: another judge of what it speaks. Skipped
 * where npm does not install that client.
 */
class JavaScriptClientIT {
    private static final String CLIENT = "rabbitmq-stream-js-client@1.0.0";
    private static final Path DIRECTORY = Path.of("target/javascript");
    private static final Path OUTPUT = DIRECTORY.resolve("output.txt");
    private static final List<String> PARTS = List.of(
            "publishesAndReads",
            "publishesAndReadsBatches",
            "storesOnceWhatIsSentTwice",
            "oneOfAGroupIsActive",
            "routesByHash",
            "routesByKey");

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(DIRECTORY);
        Files.copy(
                Path.of("src/test/resources/javascript/client.mjs"),
                DIRECTORY.resolve("client.mjs"),
                StandardCopyOption.REPLACE_EXISTING);
        assumeTrue(
                run("npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", ".", CLIENT),
                "npm does not install " + CLIENT);
    }

    private static boolean run(String... command) throws InterruptedException, IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(DIRECTORY.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(OUTPUT.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            Files.writeString(OUTPUT, e.getMessage());
            return false; // there is no such program
        }
    }

    private static void works(int port) throws Exception {
        boolean ended = run("node", "client.mjs", Integer.toString(port));
        String output = Files.readString(OUTPUT, StandardCharsets.UTF_8);

        assertThat(ended).as(output).isTrue();
        assertThat(output.lines().toList())
                .isEqualTo(PARTS.stream().map(part -> part + ": ok").toList());
    }

    @Test
    void worksWithTheEmbeddedBroker() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            works(broker.port());
        }
    }

    @BrokerTest
    void worksWithRabbitMqInTheSameWay(Broker broker) throws Exception {
        works(broker.port());
    }
}
