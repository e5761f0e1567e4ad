package io.rbfly.codec.amqp.type;

/**
 * A received value that cannot be decoded, although it is clear where it ends: text that is not valid UTF-8, a symbol
 * that is not ASCII, a type code that AMQP does not assign, and so on. It stands where the decoded value would, and all
 * values around it are decoded as usual. It is encoded again as the same octets.
 *
 * <p>These values come from decoding only: an implementation of one's own cannot be encoded. They are immutable, and
 * equal when their types and octets are.
 */
public interface UndecodedValue {
    /** Returns the constructor octet that the value came with, 0 to 255; 0xa1 for a string of up to 255 octets, say. */
    int constructor();

    /** Returns a copy of the value's octets, without constructor and size: of a string, those of the text. */
    byte[] octets();

    /** Returns why the value was not decoded. */
    String reason();
}
