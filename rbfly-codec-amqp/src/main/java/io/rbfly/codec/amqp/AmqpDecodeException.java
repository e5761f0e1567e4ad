package io.rbfly.codec.amqp;

/**
 * Octets that are not an AMQP 1.0 message, or not a valid one. It is the only exception that reading a message ends
 * with.
 */
public final class AmqpDecodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int index;

    AmqpDecodeException(String what, int index) {
        super(what + " at index " + index);
        this.index = index;
    }

    /** Returns where the fault is, as the number of octets before it in the message. */
    public int index() {
        return index;
    }
}
