package io.rbfly.benchmarks.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Where messages are encoded to: a buffer that never has to grow, and is used again and again. */
@State(Scope.Thread)
public class Target {
    private static final int CAPACITY = 1024;

    /** On the heap or outside of it, as sockets want it. */
    @Param({"heap", "direct"})
    public String memory = "heap";

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

    /** Makes the buffer. */
    @Setup
    public void setUp() {
        buffer = memory.equals("heap") ? Unpooled.buffer(CAPACITY) : Unpooled.directBuffer(CAPACITY);
    }

    /** Returns the buffer, empty. */
    ByteBuf empty() {
        return buffer.clear();
    }

    /** Returns the buffer with room left for the length of a message, as each has it in a Publish frame. */
    ByteBuf afterLength() {
        return buffer.clear().writeInt(0);
    }
}
