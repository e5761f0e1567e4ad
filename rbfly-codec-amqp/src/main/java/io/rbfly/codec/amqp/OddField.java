package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.codec.amqp.type.UndecodedValue;
import io.rbfly.codec.amqp.type.ValueEquality;
import io.rbfly.codec.amqp.type.ValueText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The invalid value of a field of a header or of properties. It is also used for fields after the known ones, so that
 * they are written again.
 *
 * @param value the received value, an {@link UndecodedValue} or a value of another type
 * @param index the position of the value in the message
 */
record OddField(Object value, int index) {
    /** Creates the exception that the getter of the field throws. */
    AmqpDecodeException failure(String name) {
        return new AmqpDecodeException(
                value instanceof UndecodedValue undecoded
                        ? name + ": " + undecoded.reason()
                        : name + " is of a wrong type (" + value.getClass().getSimpleName() + ")",
                index);
    }

    /** Returns the values of the invalid fields by name. */
    static Map<String, Object> values(@Nullable Object @Nullable [] fields, IntFunction<String> names) {
        Map<String, Object> values = Map.of();
        for (int i = 0; fields != null && i < fields.length; i++) {
            if (fields[i] instanceof OddField odd) {
                if (values.isEmpty()) {
                    values = new LinkedHashMap<>();
                }
                values.put(names.apply(i), odd.value);
            }
        }
        return Collections.unmodifiableMap(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OddField that && ValueEquality.equal(value, that.value);
    }

    @Override
    public int hashCode() {
        return ValueEquality.hash(value);
    }

    @Override
    public String toString() {
        return ValueText.of(value);
    }
}
