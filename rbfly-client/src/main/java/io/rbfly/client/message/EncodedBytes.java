package io.rbfly.client.message;

/** The stored bytes of a message: part of an array that must not be changed. */
public interface EncodedBytes {
    /** The array with the bytes, which also contains other messages. */
    byte[] array();

    /** The index of the first byte. */
    int position();

    /** The number of bytes. */
    int length();
}
