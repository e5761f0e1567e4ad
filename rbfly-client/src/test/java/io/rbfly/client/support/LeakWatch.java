package io.rbfly.client.support;

import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Hears of buffers that were collected without having been released; the build runs Netty's paranoid leak detection.
 */
public final class LeakWatch implements AutoCloseable {
    private static final int COLLECTIONS = 20;

    private final Logger logger = Logger.getLogger("io.netty.util.ResourceLeakDetector");
    private final List<String> leaks = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            leaks.add(String.valueOf(record.getMessage()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    public LeakWatch() {
        logger.addHandler(handler);
    }

    /** What leaked so far. */
    public List<String> leaks() {
        for (int i = 0; i < COLLECTIONS && leaks.isEmpty(); i++) {
            System.gc();
            ByteBufAllocator.DEFAULT.ioBuffer(16).release(); // an allocation makes the detector look
        }
        return leaks;
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
    }
}
