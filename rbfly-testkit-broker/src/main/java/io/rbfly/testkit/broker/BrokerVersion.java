package io.rbfly.testkit.broker;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A RabbitMQ version as used by tests: its major and minor numbers.
 *
 * @param major the first number, 3 in 3.10.8
 * @param minor the second number, 10 in 3.10.8
 */
public record BrokerVersion(int major, int minor) implements Comparable<BrokerVersion> {
    private static final Pattern TEXT = Pattern.compile("(\\d+)\\.(\\d+)([.+~-].*)?");

    /** The version that every test runs on: the newest that {@code scripts/broker} installs. */
    public static final BrokerVersion CURRENT = new BrokerVersion(4, 3);

    /** The versions that the project is tested with, oldest first; {@code scripts/broker} installs each. */
    public static final List<BrokerVersion> TESTED =
            List.of(new BrokerVersion(3, 10), new BrokerVersion(4, 0), CURRENT);

    /**
     * Parses a version such as {@code 4.0}, {@code 3.10.8} or {@code 4.1.0-rc.1}.
     *
     * @throws IllegalArgumentException if the text is not a version
     */
    public static BrokerVersion parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a RabbitMQ version: '" + text + "'");
        }
        return new BrokerVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /**
     * The versions that an element of {@link BrokerTest#versions} denotes: {@code 4.0} that version, {@code 4.0+} that
     * version and the later ones of {@link #TESTED}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    static Stream<BrokerVersion> select(String text) {
        if (!text.endsWith("+")) {
            return Stream.of(parse(text));
        }
        var first = parse(text.substring(0, text.length() - 1));
        return TESTED.stream().filter(version -> version.compareTo(first) >= 0);
    }

    /** Returns whether this version is the given one or a later one. */
    public boolean atLeast(int major, int minor) {
        return compareTo(new BrokerVersion(major, minor)) >= 0;
    }

    @Override
    public int compareTo(BrokerVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
