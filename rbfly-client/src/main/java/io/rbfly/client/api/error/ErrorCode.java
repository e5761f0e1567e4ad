package io.rbfly.client.api.error;

import io.rbfly.protocol.wire.ResponseCode;
import org.jspecify.annotations.Nullable;

/**
 * The reason for which a broker refused a request: a response code of the stream protocol. Newer brokers may send codes
 * that are not listed here. Such a code retains its number, and {@link #isKnown} returns false. There is one object for
 * each listed code, so listed codes may be compared with {@code ==}.
 */
public final class ErrorCode {
    /** There is no stream with that name in the virtual host. */
    public static final ErrorCode STREAM_DOES_NOT_EXIST = of(ResponseCode.STREAM_DOES_NOT_EXIST);

    /**
     * The connection already has a subscription with that id. Ids are chosen by the client, so applications do not see
     * it.
     */
    public static final ErrorCode SUBSCRIPTION_ID_ALREADY_EXISTS = of(ResponseCode.SUBSCRIPTION_ID_ALREADY_EXISTS);

    /** The connection has no subscription with that id. */
    public static final ErrorCode SUBSCRIPTION_ID_DOES_NOT_EXIST = of(ResponseCode.SUBSCRIPTION_ID_DOES_NOT_EXIST);

    /** A stream with that name exists. */
    public static final ErrorCode STREAM_ALREADY_EXISTS = of(ResponseCode.STREAM_ALREADY_EXISTS);

    /** The stream exists, but currently has no leader or no available replica. */
    public static final ErrorCode STREAM_NOT_AVAILABLE = of(ResponseCode.STREAM_NOT_AVAILABLE);

    /** The broker does not offer the SASL mechanism. */
    public static final ErrorCode SASL_MECHANISM_NOT_SUPPORTED = of(ResponseCode.SASL_MECHANISM_NOT_SUPPORTED);

    /** The user or the password is wrong. */
    public static final ErrorCode AUTHENTICATION_FAILURE = of(ResponseCode.AUTHENTICATION_FAILURE);

    /** SASL authentication failed. */
    public static final ErrorCode SASL_ERROR = of(ResponseCode.SASL_ERROR);

    /** SASL authentication needs a further step. */
    public static final ErrorCode SASL_CHALLENGE = of(ResponseCode.SASL_CHALLENGE);

    /** The user may only connect from the broker's own machine. */
    public static final ErrorCode AUTHENTICATION_FAILURE_LOOPBACK = of(ResponseCode.AUTHENTICATION_FAILURE_LOOPBACK);

    /** The virtual host does not exist, is not accessible to the user, or has reached its connection limit. */
    public static final ErrorCode VIRTUAL_HOST_ACCESS_FAILURE = of(ResponseCode.VIRTUAL_HOST_ACCESS_FAILURE);

    /** The broker does not know the command. */
    public static final ErrorCode UNKNOWN_FRAME = of(ResponseCode.UNKNOWN_FRAME);

    /** A frame was larger than negotiated. */
    public static final ErrorCode FRAME_TOO_LARGE = of(ResponseCode.FRAME_TOO_LARGE);

    /** An internal error of the broker. */
    public static final ErrorCode INTERNAL_ERROR = of(ResponseCode.INTERNAL_ERROR);

    /** The user lacks a permission. */
    public static final ErrorCode ACCESS_REFUSED = of(ResponseCode.ACCESS_REFUSED);

    /** A precondition is not met: a stream exists with other options, or the broker has a disk alarm. */
    public static final ErrorCode PRECONDITION_FAILED = of(ResponseCode.PRECONDITION_FAILED);

    /** The connection has no publisher with that id. */
    public static final ErrorCode PUBLISHER_DOES_NOT_EXIST = of(ResponseCode.PUBLISHER_DOES_NOT_EXIST);

    /** No offset is stored under that reference. */
    public static final ErrorCode NO_OFFSET = of(ResponseCode.NO_OFFSET);

    /** An open connection cannot change its SASL mechanism. */
    public static final ErrorCode SASL_CANNOT_CHANGE_MECHANISM = of(ResponseCode.SASL_CANNOT_CHANGE_MECHANISM);

    /** An open connection cannot change its user. */
    public static final ErrorCode SASL_CANNOT_CHANGE_USERNAME = of(ResponseCode.SASL_CANNOT_CHANGE_USERNAME);

    private final ResponseCode code;

    private ErrorCode(ResponseCode code) {
        this.code = code;
    }

    private static ErrorCode of(ResponseCode code) {
        ErrorCode error = new ErrorCode(code);
        Listed.add(error);
        return error;
    }

    /**
     * Returns the code with a number.
     *
     * @param number 0 to 65535, as on the wire
     * @throws IllegalArgumentException if the number is out of that range
     */
    public static ErrorCode of(int number) {
        ErrorCode listed = Listed.get(number);
        return listed != null ? listed : new ErrorCode(ResponseCode.of(number));
    }

    /** The number on the wire. */
    public int number() {
        return code.number();
    }

    /** Whether the code is one of those listed here. */
    public boolean isKnown() {
        return Listed.get(number()) == this;
    }

    /** A description in words. */
    public String description() {
        return code.description();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ErrorCode error && number() == error.number();
    }

    @Override
    public int hashCode() {
        return number();
    }

    /** The name of the constant, or {@code UNKNOWN_} and the number. */
    @Override
    public String toString() {
        return code.toString();
    }

    /** The listed codes by number. A separate class, because it must be initialised before the constants above. */
    private static final class Listed {
        private static final int COUNT = 32;
        private static final @Nullable ErrorCode[] CODES = new ErrorCode[COUNT];

        static void add(ErrorCode error) {
            CODES[error.number()] = error;
        }

        static @Nullable ErrorCode get(int number) {
            return number >= 0 && number < COUNT ? CODES[number] : null;
        }
    }
}
