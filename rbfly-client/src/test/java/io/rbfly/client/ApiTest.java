package io.rbfly.client;

import static org.junit.jupiter.api.Assertions.fail;

import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

/**
 * The API of the modules that applications use is the recorded one. Nothing is added or removed by accident, and the
 * history of {@code api.txt} is that of the API.
 */
class ApiTest {
    private static final Path RECORD = Path.of("src/test/resources/api.txt");

    @Test
    void theApiIsTheRecordedOne() throws IOException {
        SortedSet<String> actual = ApiListing.ofModuleWith(StreamsClient.class);
        actual.addAll(ApiListing.ofModuleWith(AmqpMessage.class));
        actual.addAll(ApiListing.ofModuleWith(EmbeddedBroker.class));

        if (Boolean.getBoolean("rbfly.api.record")) {
            Files.write(RECORD, actual);
        }
        List<String> recorded = Files.readAllLines(RECORD);
        ApiChange change = ApiChange.between(recorded, actual);
        if (!change.isEmpty()) {
            fail(change.describe());
        }
    }
}
