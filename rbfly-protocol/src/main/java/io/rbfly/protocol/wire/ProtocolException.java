package io.rbfly.protocol.wire;

/**
 * The bytes are not a valid frame. The message states what was read, what was expected and, where it helps, the index.
 */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
