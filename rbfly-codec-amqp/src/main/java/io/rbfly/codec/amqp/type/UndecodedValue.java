package io.rbfly.codec.amqp.type;

/**
 * A received value that cannot be decoded, although its end is known: text that is not valid UTF-8, a symbol that is
 * not ASCII, a type code that AMQP does not assign, and so on. It takes the place of the decoded value, and all values
 * around it are decoded as usual. It is encoded again as the same octets.
 *
 * <p>Only decoding creates these values: other implementations cannot be encoded. They are immutable, and equal if
 * their types and octets are.
 */
public interface UndecodedValue {
    /**
     * Returns the received constructor octet of the value, 0 to 255; for example, 0xa1 for a string of up to 255
     * octets.
     */
    int constructor();

    /** Returns a copy of the value's octets, without constructor and size: for a string, those of the text. */
    byte[] octets();

    /** Returns why the value was not decoded. */
    String reason();
}
