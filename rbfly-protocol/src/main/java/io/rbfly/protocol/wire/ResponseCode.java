package io.rbfly.protocol.wire;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a request. Newer brokers may send numbers that are not listed here: their codes keep the number, and
 * {@link #isKnown} returns false. There is one object for each listed code, so listed codes may be compared with
 * {@code ==}.
 */
public final class ResponseCode {
    private static final Map<Integer, ResponseCode> LISTED = new LinkedHashMap<>();

    public static final ResponseCode OK = listed(1, "OK", "ok");
    public static final ResponseCode STREAM_DOES_NOT_EXIST =
            listed(2, "STREAM_DOES_NOT_EXIST", "stream does not exist");
    public static final ResponseCode SUBSCRIPTION_ID_ALREADY_EXISTS =
            listed(3, "SUBSCRIPTION_ID_ALREADY_EXISTS", "subscription id already exists");
    public static final ResponseCode SUBSCRIPTION_ID_DOES_NOT_EXIST =
            listed(4, "SUBSCRIPTION_ID_DOES_NOT_EXIST", "subscription id does not exist");
    public static final ResponseCode STREAM_ALREADY_EXISTS =
            listed(5, "STREAM_ALREADY_EXISTS", "stream already exists");
    public static final ResponseCode STREAM_NOT_AVAILABLE = listed(6, "STREAM_NOT_AVAILABLE", "stream not available");
    public static final ResponseCode SASL_MECHANISM_NOT_SUPPORTED =
            listed(7, "SASL_MECHANISM_NOT_SUPPORTED", "SASL mechanism not supported");
    public static final ResponseCode AUTHENTICATION_FAILURE =
            listed(8, "AUTHENTICATION_FAILURE", "authentication failure");
    public static final ResponseCode SASL_ERROR = listed(9, "SASL_ERROR", "SASL error");
    public static final ResponseCode SASL_CHALLENGE = listed(10, "SASL_CHALLENGE", "SASL challenge");
    public static final ResponseCode AUTHENTICATION_FAILURE_LOOPBACK = listed(
            11, "AUTHENTICATION_FAILURE_LOOPBACK", "authentication failure, user may connect from localhost only");
    public static final ResponseCode VIRTUAL_HOST_ACCESS_FAILURE = listed(
            12,
            "VIRTUAL_HOST_ACCESS_FAILURE",
            "virtual host does not exist, is not accessible or has its limit of connections");
    public static final ResponseCode UNKNOWN_FRAME = listed(13, "UNKNOWN_FRAME", "unknown frame");
    public static final ResponseCode FRAME_TOO_LARGE = listed(14, "FRAME_TOO_LARGE", "frame too large");
    public static final ResponseCode INTERNAL_ERROR = listed(15, "INTERNAL_ERROR", "internal error");
    public static final ResponseCode ACCESS_REFUSED = listed(16, "ACCESS_REFUSED", "access refused");
    public static final ResponseCode PRECONDITION_FAILED = listed(17, "PRECONDITION_FAILED", "precondition failed");
    public static final ResponseCode PUBLISHER_DOES_NOT_EXIST =
            listed(18, "PUBLISHER_DOES_NOT_EXIST", "publisher does not exist");
    public static final ResponseCode NO_OFFSET = listed(19, "NO_OFFSET", "no offset");
    public static final ResponseCode SASL_CANNOT_CHANGE_MECHANISM =
            listed(20, "SASL_CANNOT_CHANGE_MECHANISM", "SASL mechanism cannot be changed");
    public static final ResponseCode SASL_CANNOT_CHANGE_USERNAME =
            listed(21, "SASL_CANNOT_CHANGE_USERNAME", "SASL user name cannot be changed");

    private final int number;
    private final String name;
    private final String description;

    private ResponseCode(int number, String name, String description) {
        this.number = number;
        this.name = name;
        this.description = description;
    }

    private static ResponseCode listed(int number, String name, String description) {
        ResponseCode code = new ResponseCode(number, name, description);
        if (LISTED.put(number, code) != null) {
            throw new IllegalStateException("two codes have the number " + number);
        }
        return code;
    }

    /** Returns all listed codes. */
    public static Collection<ResponseCode> listed() {
        return Collections.unmodifiableCollection(LISTED.values());
    }

    /** Returns the code with a number from 0 to 65535. */
    public static ResponseCode of(int number) {
        Check.uint16("response code", number);
        ResponseCode code = LISTED.get(number);
        return code != null ? code : new ResponseCode(number, "UNKNOWN_" + number, "unknown response code " + number);
    }

    /** Reads a code: uint16. */
    public static ResponseCode read(ByteBuf in) {
        return of(Wire.readUint16(in));
    }

    /** Writes this code: uint16. */
    public void write(ByteBuf out) {
        out.writeShort(number);
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** Returns whether this code is listed here. */
    public boolean isKnown() {
        return LISTED.get(number) == this;
    }

    /** The meaning in words. */
    public String description() {
        return description;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ResponseCode code && number == code.number;
    }

    @Override
    public int hashCode() {
        return number;
    }

    /** The name of the constant, or UNKNOWN_ and the number. */
    @Override
    public String toString() {
        return name;
    }
}
