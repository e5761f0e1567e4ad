package io.rbfly.client.message;

/** The bytes of a message as they are stored: part of an array that must not be changed. */
public interface EncodedBytes {
    /** Where the bytes are, with those of other messages. */
    byte[] array();

    /** Index of the first byte. */
    int position();

    /** Number of bytes. */
    int length();
}
