package io.rbfly.demo.examples;

import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.type.UndecodedValue;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reading values that AMQP does not allow. */
final class OddValues {
    private OddValues() {}

    static @Nullable String contentType(AmqpMessage message) {
        Object odd = message.properties().undecoded().get("content-type");
        return odd instanceof UndecodedValue
                ? new String(((UndecodedValue) odd).octets(), StandardCharsets.UTF_8) // text/plain; name=fürst
                : message.properties().contentType();
    }
}
