package io.rbfly.simulation.run;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Allocates the buffers of a run, and counts those that are not released; on demand it also tells where they come from.
 */
final class BufferWatch extends AbstractByteBufAllocator {
    private static final int MAX_SHOWN = 3;

    private final boolean tracing;
    private final Map<Integer, Origin> origins = new LinkedHashMap<>();
    private int allocated;
    private int used;

    private record Origin(ByteBuf buffer, Exception where) {}

    private final class Counted extends UnpooledHeapByteBuf {
        private Counted(int initialCapacity, int maxCapacity) {
            super(BufferWatch.this, initialCapacity, maxCapacity);
        }

        @Override
        protected void deallocate() {
            used--;
            super.deallocate();
        }
    }

    BufferWatch(boolean tracing) {
        super(false);
        this.tracing = tracing;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        ByteBuf buffer = new Counted(initialCapacity, maxCapacity);
        used++;
        if (tracing) {
            origins.put(allocated++, new Origin(buffer, new Exception("allocated here")));
        }
        return buffer;
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        return newHeapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }

    /** The number of buffers that are not released. */
    int used() {
        return used;
    }

    /** Where the buffers that are not released were allocated, if that was asked for. */
    String origins() {
        StringWriter text = new StringWriter();
        origins.values().stream()
                .filter(origin -> origin.buffer.refCnt() > 0)
                .limit(MAX_SHOWN)
                .forEach(origin -> {
                    text.append('\n').append(origin.buffer.toString()).append('\n');
                    origin.where.printStackTrace(new PrintWriter(text));
                });
        return text.toString();
    }
}
