package io.rbfly.codec.amqp.value;

import io.rbfly.codec.amqp.error.AmqpEncodeException;

/**
 * Carries the reason out of the writer; every level that it passes adds its step to the path. So the path costs nothing
 * unless writing fails.
 */
public final class Unencodable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_PATH_CHARS = 500;

    private String path = "";

    public Unencodable(String reason) {
        super(reason, null, false, false);
    }

    /** Prepends a step to the path; the end of a long path is truncated. */
    public Unencodable within(String step) {
        path = step + path;
        if (path.length() > MAX_PATH_CHARS) {
            path = path.substring(0, MAX_PATH_CHARS) + "...";
        }
        return this;
    }

    public AmqpEncodeException toEncodeException() {
        return new AmqpEncodeException(path.isEmpty() ? "message" : path, String.valueOf(getMessage()));
    }
}
