package io.rbfly.codec.amqp.error;

/** The octets are not a valid AMQP 1.0 message. Reading a message throws no other exception. */
public final class AmqpDecodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int index;

    public AmqpDecodeException(String what, int index) {
        super(what + " at index " + index);
        this.index = index;
    }

    /** Returns the position of the error, as the number of octets before it in the message. */
    public int index() {
        return index;
    }
}
