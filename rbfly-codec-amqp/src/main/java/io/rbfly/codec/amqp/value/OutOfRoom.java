package io.rbfly.codec.amqp.value;

/** Ends an attempt to write a message into a buffer that is too small. */
public final class OutOfRoom extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int octets;

    /** @param octets the minimum number of octets of the message */
    OutOfRoom(int octets) {
        super(null, null, false, false);
        this.octets = octets;
    }

    public int octets() {
        return octets;
    }
}
