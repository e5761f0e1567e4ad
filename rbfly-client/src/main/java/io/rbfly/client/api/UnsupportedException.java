package io.rbfly.client.api;

/** The broker is too old for what was asked of it. Nothing of it was done. */
public final class UnsupportedException extends StreamException {
    private static final long serialVersionUID = 1L;

    /**
     * With what the broker cannot do.
     *
     * @param what as in "message filters", for the message
     * @param since the first version of RabbitMQ that can, as in "3.13"
     */
    public UnsupportedException(String what, String since) {
        super("the broker is too old for " + what + " (expected: RabbitMQ " + since + " or later)", null);
    }
}
