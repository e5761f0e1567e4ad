package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.codec.amqp.error.AmqpDecodeException;

/**
 * Checks the invariant for arbitrary octets: they are decoded to a valid message, or rejected with a decode exception.
 */
final class AnyOctets {
    private AnyOctets() {}

    /** Accesses everything in a message, which must succeed once it was decoded. */
    static void check(byte[] octets) {
        AmqpMessage message;
        try {
            message = AmqpMessage.decode(octets);
        } catch (AmqpDecodeException e) {
            assertThat(e.index()).isBetween(0, octets.length);
            return;
        }
        assertThat(message.toString()).isNotEmpty();
        assertThat(message.hashCode()).isEqualTo(AmqpMessage.decode(octets).hashCode());
        assertThat(Hex.encoded(message)).isEqualTo(Hex.hex(octets));
        try {
            message.decodeAll();
        } catch (AmqpDecodeException e) {
            assertThat(e.index()).isBetween(0, octets.length);
            return;
        }
        byte[] encoded = Hex.octets(Hex.encoded(message.toBuilder().build()));
        assertThat(AmqpMessage.decode(encoded)).isEqualTo(message).hasSameHashCodeAs(message);
    }
}
