package io.rbfly.protocol.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** What a broker answers to a request. */
public enum ResponseCode {
    /** A number that this list does not have; newer brokers may send such. */
    UNKNOWN(0, "unknown response code"),
    OK(1, "ok"),
    STREAM_DOES_NOT_EXIST(2, "stream does not exist"),
    SUBSCRIPTION_ID_ALREADY_EXISTS(3, "subscription id already exists"),
    SUBSCRIPTION_ID_DOES_NOT_EXIST(4, "subscription id does not exist"),
    STREAM_ALREADY_EXISTS(5, "stream already exists"),
    STREAM_NOT_AVAILABLE(6, "stream not available"),
    SASL_MECHANISM_NOT_SUPPORTED(7, "SASL mechanism not supported"),
    AUTHENTICATION_FAILURE(8, "authentication failure"),
    SASL_ERROR(9, "SASL error"),
    SASL_CHALLENGE(10, "SASL challenge"),
    AUTHENTICATION_FAILURE_LOOPBACK(11, "authentication failure, user may connect from localhost only"),
    VIRTUAL_HOST_ACCESS_FAILURE(12, "virtual host does not exist, is not accessible or has its limit of connections"),
    UNKNOWN_FRAME(13, "unknown frame"),
    FRAME_TOO_LARGE(14, "frame too large"),
    INTERNAL_ERROR(15, "internal error"),
    ACCESS_REFUSED(16, "access refused"),
    PRECONDITION_FAILED(17, "precondition failed"),
    PUBLISHER_DOES_NOT_EXIST(18, "publisher does not exist"),
    NO_OFFSET(19, "no offset"),
    SASL_CANNOT_CHANGE_MECHANISM(20, "SASL mechanism cannot be changed"),
    SASL_CANNOT_CHANGE_USERNAME(21, "SASL user name cannot be changed");

    private static final ResponseCode[] BY_NUMBER = byNumber();

    private final int number;
    private final String description;

    ResponseCode(int number, String description) {
        this.number = number;
        this.description = description;
    }

    /** The number on the wire; 0 for {@link #UNKNOWN}. */
    public int number() {
        return number;
    }

    /** The meaning in words. */
    public String description() {
        return description;
    }

    /** The code with a number, {@link #UNKNOWN} when there is none. */
    public static ResponseCode of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
    }

    /** Reads a code: uint16. */
    public static ResponseCode read(ByteBuf in) {
        return of(Wire.readUint16(in));
    }

    /** Writes this code: uint16. */
    public void write(ByteBuf out) {
        out.writeShort(number);
    }

    private static ResponseCode[] byNumber() {
        ResponseCode[] codes = new ResponseCode[values().length];
        Arrays.stream(values()).forEach(code -> {
            if (codes[code.number] != null) {
                throw new IllegalStateException(code + " and " + codes[code.number] + " have one number");
            }
            codes[code.number] = code;
        });
        return codes;
    }
}
