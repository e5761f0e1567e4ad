package io.rbfly.codec.amqp;

/**
 * Carries the reason out of the writer; every level it passes through adds its step to the path. So the path costs
 * nothing as long as nothing fails.
 */
final class Unencodable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_PATH_CHARS = 500;

    private String path = "";

    Unencodable(String reason) {
        super(reason, null, false, false);
    }

    /** Puts a step before the path; the far end of a long path is cut. */
    Unencodable within(String step) {
        path = step + path;
        if (path.length() > MAX_PATH_CHARS) {
            path = path.substring(0, MAX_PATH_CHARS) + "...";
        }
        return this;
    }

    AmqpEncodeException toEncodeException() {
        return new AmqpEncodeException(path.isEmpty() ? "message" : path, String.valueOf(getMessage()));
    }
}
