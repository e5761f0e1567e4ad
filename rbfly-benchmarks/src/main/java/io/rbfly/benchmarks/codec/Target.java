package io.rbfly.benchmarks.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The destination of encoded messages: a buffer that is large enough and is reused. */
@State(Scope.Thread)
public class Target {
    private static final int CAPACITY = 1024;

    /** On the heap, or direct memory as used for sockets. */
    @Param({"heap", "direct"})
    public String memory = "heap";

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

    /** Creates the buffer. */
    @Setup
    public void setUp() {
        buffer = memory.equals("heap") ? Unpooled.buffer(CAPACITY) : Unpooled.directBuffer(CAPACITY);
    }

    /** Returns the buffer, empty. */
    ByteBuf empty() {
        return buffer.clear();
    }

    /** Returns the buffer with space reserved for the length of a message, as in a Publish frame. */
    ByteBuf afterLength() {
        return buffer.clear().writeInt(0);
    }
}
