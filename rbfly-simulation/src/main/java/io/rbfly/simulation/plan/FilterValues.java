package io.rbfly.simulation.plan;

import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.simulation.model.Payload;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The filter values of messages, which follow from their numbers. */
public final class FilterValues {
    /** How many there are. */
    static final int COUNT = 3;

    private FilterValues() {}

    static String of(int position) {
        return "value-" + position;
    }

    /** The filter value of the message with a number; null for none. */
    public static @Nullable String of(long number) {
        int position = (int) (number % (COUNT + 1));
        return position == COUNT ? null : of(position);
    }

    static @Nullable String of(AmqpMessage message) {
        ByteBuffer raw = message.raw();
        byte[] bytes = new byte[raw.remaining()];
        raw.get(bytes);
        return of(Payload.number(bytes, bytes.length));
    }
}
