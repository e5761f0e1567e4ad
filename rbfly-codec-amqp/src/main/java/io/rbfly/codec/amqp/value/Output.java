package io.rbfly.codec.amqp.value;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The destination of the octets of one message: the array of a heap buffer itself, or, for a buffer without an array,
 * an array of this thread that is copied to the buffer at the end (long bodies are not: see {@link #putMany}).
 *
 * <p>Array and limit do not change while a message is written, and the position is passed from method to method, so all
 * three stay in registers. If the space is exhausted, {@link OutOfRoom} ends the attempt, and the next one starts from
 * the beginning with a buffer at least twice as large: written octets need not be moved, and the size need not be
 * computed in advance.
 */
public final class Output {
    /** The maximum number of octets of a message: more do not fit into an array. */
    public static final int MAX_LENGTH = Integer.MAX_VALUE - 64;

    private static final int SCRATCH_LENGTH = 1024;

    /** Larger scratch arrays are not retained: one long message should not permanently cost every thread its size. */
    private static final int MAX_KEPT_LENGTH = 64 * 1024;

    private static final ThreadLocal<Output> OUTPUTS = ThreadLocal.withInitial(Output::new);
    private static final byte[] NOTHING = {};

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The array to write to. */
    public byte[] array = NOTHING;

    private int start;
    private int limit;
    private byte[] scratch = NOTHING;
    private @Nullable ByteBuf target;
    private int targetStart;
    private boolean direct;

    private Output() {}

    /** Returns this thread's output, set to write from the buffer's writer index on. It must be closed. */
    public static Output open(ByteBuf target) {
        Output output = OUTPUTS.get();
        if (output.target != null) {
            output = new Output(); // a list or map writes another message while it is itself written
        }
        output.targetStart = target.writerIndex();
        output.use(target);
        output.target = target;
        return output;
    }

    /** Returns the position of the message's first octet. */
    public int start() {
        return start;
    }

    /** Moves the buffer's writer index to the end of the message and returns the message's length. */
    public int commit(int end) {
        ByteBuf buffer = target();
        if (direct) {
            buffer.writerIndex(targetStart + end - start);
        } else {
            copyToTarget(buffer, array, end);
        }
        return buffer.writerIndex() - targetStart;
    }

    /** Returns the output; what was not committed is discarded. */
    public void close(boolean committed) {
        if (!committed) {
            target().writerIndex(targetStart);
        }
        target = null;
        array = NOTHING;
        if (scratch.length > MAX_KEPT_LENGTH) {
            scratch = NOTHING;
        }
    }

    /** Reserves space for at least a number of octets, to start again. */
    public void grow(int octets) {
        ByteBuf buffer = target();
        buffer.writerIndex(targetStart);
        if (direct) {
            int available = buffer.maxWritableBytes();
            if (octets > available) {
                throw full(buffer);
            }
            buffer.ensureWritable((int) Math.min(available, Math.max(octets, 2L * buffer.writableBytes())));
            use(buffer);
        } else {
            scratch = Arrays.copyOf(scratch, (int) Math.min(MAX_LENGTH, Math.max(octets, 2L * scratch.length)));
            useScratch();
        }
    }

    public boolean hasRoom(int at, int octets) {
        return limit - at >= octets;
    }

    /**
     * Checks that there is enough space.
     *
     * @throws OutOfRoom if there is not
     */
    public void require(int at, int octets) {
        if (limit - at < octets) {
            throw outOfRoom(at, octets);
        }
    }

    private OutOfRoom outOfRoom(int at, int octets) {
        long length = (long) at - start + octets;
        if (length > MAX_LENGTH) {
            throw new Unencodable("message has more than " + MAX_LENGTH + " octets");
        }
        return new OutOfRoom((int) length);
    }

    public int put8(int at, int value) {
        require(at, 1);
        array[at] = (byte) value;
        return at + 1;
    }

    public int put16(int at, short value) {
        require(at, Short.BYTES);
        SHORT.set(array, at, value);
        return at + Short.BYTES;
    }

    public int put32(int at, int value) {
        require(at, Integer.BYTES);
        INT.set(array, at, value);
        return at + Integer.BYTES;
    }

    public int put64(int at, long value) {
        require(at, Long.BYTES);
        LONG.set(array, at, value);
        return at + Long.BYTES;
    }

    /** Puts a constructor and a value of one octet. */
    public int put8(int at, int code, int value) {
        require(at, 2);
        array[at] = (byte) code;
        array[at + 1] = (byte) value;
        return at + 2;
    }

    /** Puts a constructor and a value of four octets. */
    public int put32(int at, int code, int value) {
        require(at, 1 + Integer.BYTES);
        array[at] = (byte) code;
        INT.set(array, at + 1, value);
        return at + 1 + Integer.BYTES;
    }

    /** Puts a constructor and a value of eight octets. */
    public int put64(int at, int code, long value) {
        require(at, 1 + Long.BYTES);
        array[at] = (byte) code;
        LONG.set(array, at + 1, value);
        return at + 1 + Long.BYTES;
    }

    /** Sets 16 bits in space that was reserved with {@link #require}. */
    public void set16(int at, int value) {
        SHORT.set(array, at, (short) value);
    }

    /** Sets 32 bits in space that was reserved with {@link #require}. */
    public void set32(int at, int value) {
        INT.set(array, at, value);
    }

    /** Sets 64 bits in space that was reserved with {@link #require}. */
    public void set64(int at, long value) {
        LONG.set(array, at, value);
    }

    public int put(int at, byte[] octets) {
        require(at, octets.length);
        System.arraycopy(octets, 0, array, at, octets.length);
        return at + octets.length;
    }

    /** Puts the octets of an array from an index on. */
    public int put(int at, byte[] octets, int from) {
        int length = octets.length - from;
        require(at, length);
        System.arraycopy(octets, from, array, at, length);
        return at + length;
    }

    /** Puts text whose length in octets is known. */
    public int put(int at, String text, int length) {
        require(at, length);
        Utf8.put(array, at, text, length);
        return at + length;
    }

    /** Puts a constructor, a length of one octet, and text of that length in octets. */
    public int put(int at, int code, String text, int length) {
        require(at, 2 + length);
        set16(at, code << 8 | length);
        Utf8.put(array, at + 2, text, length);
        return at + 2 + length;
    }

    /**
     * Puts a possibly large number of octets, directly into the buffer if that saves a copy. The position is then
     * reset, so this may be used only between sections.
     */
    public int putMany(int at, byte[] octets) {
        if (direct || octets.length < SCRATCH_LENGTH) {
            return put(at, octets);
        }
        ByteBuf buffer = target();
        copyToTarget(buffer, array, at);
        copyToTarget(buffer, octets, octets.length);
        return start;
    }

    private static void copyToTarget(ByteBuf buffer, byte[] octets, int length) {
        try {
            buffer.writeBytes(octets, 0, length);
        } catch (IndexOutOfBoundsException e) {
            throw full(buffer);
        }
    }

    private static Unencodable full(ByteBuf buffer) {
        return new Unencodable("message does not fit into a buffer of at most " + buffer.maxCapacity() + " octets");
    }

    private void use(ByteBuf buffer) {
        if (buffer.hasArray()) {
            direct = true;
            array = buffer.array();
            start = buffer.arrayOffset() + targetStart;
            limit = start + buffer.writableBytes();
        } else {
            if (scratch.length == 0) {
                scratch = new byte[SCRATCH_LENGTH];
            }
            useScratch();
        }
    }

    private void useScratch() {
        direct = false;
        array = scratch;
        start = 0;
        limit = scratch.length;
    }

    private ByteBuf target() {
        ByteBuf buffer = target;
        if (buffer == null) {
            throw new IllegalStateException("output is not open");
        }
        return buffer;
    }
}
