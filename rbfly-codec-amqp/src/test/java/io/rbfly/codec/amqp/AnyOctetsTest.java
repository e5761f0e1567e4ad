package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Octets of malicious or broken senders are decoded to a valid message, or rejected. */
class AnyOctetsTest {
    private static final String CORPUS = "AnyOctetsFuzzInputs/areAMessageOrRefused";

    /** Inputs that {@link AnyOctetsFuzz} kept, because each took a different path through the reader. */
    @Test
    void foundByFuzzingAreAMessageOrRefused() throws IOException, URISyntaxException {
        List<Path> inputs;
        try (Stream<Path> files =
                Files.list(Path.of(AnyOctetsTest.class.getResource(CORPUS).toURI()))) {
            inputs = files.toList();
        }

        assertThat(inputs).isNotEmpty();
        for (Path input : inputs) {
            AnyOctets.check(Files.readAllBytes(input));
        }
    }

    @Test
    void ofRandomMessagesWithRandomDamageAreAMessageOrRefused() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            AmqpMessage message = new RandomMessages(random, RandomValues.Peer.NONE).message();
            byte[] octets = Hex.octets(Hex.encoded(message));
            for (int j = random.nextInt(3); j >= 0; j--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            AnyOctets.check(octets);
        }
    }
}
