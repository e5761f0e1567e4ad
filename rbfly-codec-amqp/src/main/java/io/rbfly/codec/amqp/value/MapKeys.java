package io.rbfly.codec.amqp.value;

import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedLong;
import org.jspecify.annotations.Nullable;

/** The type of keys that a map requires. */
public enum MapKeys {
    /** The keys of application properties. */
    STRINGS,
    /** The keys of annotations and of the footer: symbols, and the reserved unsigned longs. */
    SYMBOLS,
    /** The keys of maps that are values. */
    ANY;

    public boolean include(@Nullable Object key) {
        return switch (this) {
            case STRINGS -> key instanceof String;
            case SYMBOLS -> key instanceof Symbol || key instanceof UnsignedLong;
            case ANY -> true;
        };
    }
}
