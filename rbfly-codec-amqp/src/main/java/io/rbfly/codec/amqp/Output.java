package io.rbfly.codec.amqp;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the octets of one message go: the array of a heap buffer itself, or, for a buffer without one, an array that is
 * copied over at the end. So all writing is to an array, with one check for room per value.
 *
 * <p>There is one output per thread, taken with {@link #open} and given back with {@link #close}. Nothing is written, as
 * far as the buffer's owner can see, until {@link #commit}.
 */
final class Output {
    /** The most octets that one value can have: more do not fit into an array. */
    static final int MAX_LENGTH = Integer.MAX_VALUE - 64;

    private static final int SCRATCH_LENGTH = 1024;

    /** Scratch arrays above this are not kept: one long message should not cost every thread its size for ever. */
    private static final int MAX_KEPT_LENGTH = 64 * 1024;

    private static final ThreadLocal<Output> OUTPUTS = ThreadLocal.withInitial(Output::new);
    private static final byte[] NOTHING = {};

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Where to write; it changes whenever {@link #require} makes room. */
    byte[] array = NOTHING;

    /** Where the next octet goes. */
    int position;

    private int limit;
    private int origin;
    private byte[] scratch = NOTHING;
    private @Nullable ByteBuf target;
    private int targetStart;
    private boolean direct;

    private Output() {}

    /** Returns this thread's output, set to write from the buffer's writer index on. */
    static Output open(ByteBuf target) {
        Output output = OUTPUTS.get();
        if (output.target != null) {
            output = new Output(); // a list or map of the message's owner writes another message while it is written
        }
        output.targetStart = target.writerIndex();
        if (target.hasArray()) {
            output.useTargetArray(target, 0);
        } else {
            output.useScratch();
        }
        output.target = target;
        return output;
    }

    /** Moves the buffer's writer index over what was written and returns the number of octets. */
    int commit() {
        ByteBuf buffer = target();
        if (direct) {
            buffer.writerIndex(targetStart + position - origin);
        } else {
            copyToTarget(array, position);
        }
        return buffer.writerIndex() - targetStart;
    }

    /** Gives the output back; what was not committed is gone. */
    void close(boolean committed) {
        if (!committed) {
            target().writerIndex(targetStart);
        }
        target = null;
        array = NOTHING;
        if (scratch.length > MAX_KEPT_LENGTH) {
            scratch = NOTHING;
        }
    }

    /** Makes room for a number of octets from {@link #position} on. */
    void require(int octets) {
        if (limit - position < octets) {
            grow(octets);
        }
    }

    /** Returns the current position in a form that stays valid when the array changes. */
    int mark() {
        return position - origin;
    }

    /** Returns where a mark is in the array. */
    int index(int mark) {
        return origin + mark;
    }

    void put8(int value) {
        require(1);
        array[position++] = (byte) value;
    }

    void put(int code, byte value) {
        require(2);
        array[position] = (byte) code;
        array[position + 1] = value;
        position += 2;
    }

    void put16(short value) {
        require(Short.BYTES);
        SHORT.set(array, position, value);
        position += Short.BYTES;
    }

    void put32(int value) {
        require(Integer.BYTES);
        INT.set(array, position, value);
        position += Integer.BYTES;
    }

    void put64(long value) {
        require(Long.BYTES);
        LONG.set(array, position, value);
        position += Long.BYTES;
    }

    void putBytes(byte[] bytes) {
        require(bytes.length);
        System.arraycopy(bytes, 0, array, position, bytes.length);
        position += bytes.length;
    }

    /** Sets 32 bits that were left out before. */
    void set32(int index, int value) {
        INT.set(array, index, value);
    }

    /**
     * Writes octets that may be many, straight into the buffer where this saves a copy. No mark is valid afterwards: only
     * for use between sections.
     */
    void putLong(byte[] bytes) {
        if (direct || bytes.length < SCRATCH_LENGTH) {
            putBytes(bytes);
        } else {
            copyToTarget(array, position);
            position = 0;
            copyToTarget(bytes, bytes.length);
        }
    }

    private void copyToTarget(byte[] bytes, int length) {
        try {
            target().writeBytes(bytes, 0, length);
        } catch (IndexOutOfBoundsException e) {
            throw full();
        }
    }

    private void grow(int octets) {
        if (!direct) {
            long length = Math.max((long) position + octets, Math.min(2L * array.length, MAX_LENGTH));
            if (length > MAX_LENGTH) {
                throw new Unencodable("message has more than " + MAX_LENGTH + " octets");
            }
            scratch = Arrays.copyOf(array, (int) length);
            array = scratch;
            limit = scratch.length;
            return;
        }
        ByteBuf buffer = target();
        int written = position - origin;
        byte[] before = array;
        int start = origin;
        // The writer index says which octets a growing buffer has to keep.
        buffer.writerIndex(targetStart + written);
        try {
            buffer.ensureWritable(octets);
        } catch (IndexOutOfBoundsException e) {
            throw full();
        }
        buffer.writerIndex(targetStart);
        if (buffer.hasArray()) {
            useTargetArray(buffer, written);
        } else { // a composite buffer has an array only as long as it has one component
            useScratch();
            require(written);
            System.arraycopy(before, start, array, 0, written);
            position = written;
        }
    }

    private Unencodable full() {
        ByteBuf buffer = target();
        return new Unencodable(
                "message does not fit into a buffer with room for " + (buffer.maxCapacity() - targetStart) + " octets");
    }

    private void useTargetArray(ByteBuf buffer, int written) {
        direct = true;
        array = buffer.array();
        origin = buffer.arrayOffset() + targetStart;
        position = origin + written;
        limit = origin + buffer.writableBytes();
    }

    private void useScratch() {
        if (scratch.length == 0) {
            scratch = new byte[SCRATCH_LENGTH];
        }
        direct = false;
        array = scratch;
        origin = 0;
        position = 0;
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
