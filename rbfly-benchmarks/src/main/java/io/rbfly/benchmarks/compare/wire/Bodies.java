package io.rbfly.benchmarks.compare.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Bodies that compress as records do in reality: most of one is like the others, some of it is not. */
public final class Bodies {
    private static final String RECORD =
            "{\"sensor\":\"%08x\",\"room\":%d,\"kind\":\"temperature\",\"unit\":\"celsius\",\"value\":%d.%03d,\"state\":\"ok\"}                    ";

    /** Routing keys exist already when a message is sent, as those of an application do. */
    private static final String[] KEYS =
            IntStream.range(0, 256).mapToObj(i -> "customer-" + i).toArray(String[]::new);

    private Bodies() {}

    /** Returns the routing key of a numbered body. */
    public static String key(byte[] body) {
        return KEYS[body[Long.BYTES - 1] & 0xff];
    }

    /** Returns a body that begins with a number. */
    public static byte[] numbered(int size, long number) {
        SplittableRandom random = new SplittableRandom(number);
        byte[] record = String.format(
                        RECORD, random.nextInt(), random.nextInt(100), random.nextInt(40), random.nextInt(1000))
                .getBytes(StandardCharsets.US_ASCII);
        byte[] body = new byte[size];
        ByteBuffer.wrap(body).putLong(number);
        for (int i = Long.BYTES; i < size; i++) {
            body[i] = record[(i - Long.BYTES) % record.length];
        }
        return body;
    }

    /** Returns several bodies, numbered from zero. */
    public static byte[][] alike(int size, int count) {
        byte[][] bodies = new byte[count][];
        for (int i = 0; i < count; i++) {
            bodies[i] = numbered(size, i);
        }
        return bodies;
    }
}
