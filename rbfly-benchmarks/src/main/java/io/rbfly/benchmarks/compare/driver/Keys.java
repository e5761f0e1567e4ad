package io.rbfly.benchmarks.compare.driver;

import java.util.stream.IntStream;

/** The routing keys of numbered bodies, which exist already, as those of an application do. */
final class Keys {
    private static final String[] KEYS =
            IntStream.range(0, 256).mapToObj(i -> "customer-" + i).toArray(String[]::new);

    private Keys() {}

    static String of(byte[] body) {
        return KEYS[(int) Numbers.of(body) & 0xff];
    }
}
