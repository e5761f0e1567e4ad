package io.rbfly.codec.amqp.error;

/** A value cannot be encoded as AMQP 1.0, or does not fit into the buffer. Nothing was written. */
public final class AmqpEncodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    public AmqpEncodeException(String path, String reason) {
        super(path + ": " + reason);
        this.path = path;
    }

    /** Returns the path to the value in the message, such as {@code body[2]["price"]}. */
    public String path() {
        return path;
    }
}
