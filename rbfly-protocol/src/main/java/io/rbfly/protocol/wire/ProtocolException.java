package io.rbfly.protocol.wire;

/** Bytes that are no valid frame: says what was read, what was expected and, where it helps, at which index. */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
