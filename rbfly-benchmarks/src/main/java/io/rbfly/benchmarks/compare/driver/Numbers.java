package io.rbfly.benchmarks.compare.driver;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The number at the beginning of a body. */
public final class Numbers {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Numbers() {}

    /** Reads the number. */
    public static long of(byte[] body) {
        return (long) LONG.get(body, 0);
    }

    /** Returns a body of a size that begins with the number. */
    public static byte[] body(int size, long number) {
        byte[] body = new byte[size];
        LONG.set(body, 0, number);
        return body;
    }
}
