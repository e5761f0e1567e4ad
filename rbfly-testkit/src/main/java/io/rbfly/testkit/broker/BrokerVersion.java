package io.rbfly.testkit.broker;

import java.util.regex.Pattern;

/**
 * A RabbitMQ version as far as tests care: its major and minor numbers.
 *
 * @param major the first number, 3 in 3.10.8
 * @param minor the second number, 10 in 3.10.8
 */
public record BrokerVersion(int major, int minor) implements Comparable<BrokerVersion> {
    private static final Pattern TEXT = Pattern.compile("(\\d+)\\.(\\d+)([.+~-].*)?");

    /**
     * Reads a version such as {@code 4.0}, {@code 3.10.8} or {@code 4.1.0-rc.1}.
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

    /** Tells whether this version is the given one or a later one. */
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
