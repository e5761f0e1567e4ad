package io.rbfly.codec.amqp;

/** Ends an attempt to write a message into a buffer that is too short for it as it is. */
final class OutOfRoom extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int octets;

    /** @param octets how many octets the message has at least */
    OutOfRoom(int octets) {
        super(null, null, false, false);
        this.octets = octets;
    }

    int octets() {
        return octets;
    }
}
