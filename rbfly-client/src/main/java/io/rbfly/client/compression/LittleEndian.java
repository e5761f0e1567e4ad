package io.rbfly.client.compression;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Integers in the byte order of the compressed formats. */
final class LittleEndian {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static int int32(byte[] array, int at) {
        return (int) INT.get(array, at);
    }

    static void setInt32(byte[] array, int at, int value) {
        INT.set(array, at, value);
    }

    static int uint24(byte[] array, int at) {
        return array[at] & 0xff | (array[at + 1] & 0xff) << 8 | (array[at + 2] & 0xff) << 16;
    }

    static void setUint24(byte[] array, int at, int value) {
        array[at] = (byte) value;
        array[at + 1] = (byte) (value >> 8);
        array[at + 2] = (byte) (value >> 16);
    }
}
