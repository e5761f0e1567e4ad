package io.rbfly.testkit.embedded.cluster;

import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.log.Retention;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a stream, checked as RabbitMQ 4.3 does; protocol section 11.
 *
 * @param compared the known arguments, numbers and ages as such; a stream with others is another stream
 * @param retention when messages are deleted
 * @param members the wanted number of nodes
 * @param balanced whether the leader is the node with the fewest, and not that of the creator
 */
record StreamArguments(Map<String, Object> compared, Retention retention, int members, boolean balanced) {
    private static final String LOCATOR = "queue-leader-locator";
    private static final String MAX_AGE = "max-age";
    private static final BigInteger MAX_SEGMENT_BYTES = BigInteger.valueOf(3_000_000_000L);
    private static final BigInteger MIN_FILTER_BYTES = BigInteger.valueOf(16);
    private static final BigInteger MAX_FILTER_BYTES = BigInteger.valueOf(255);
    private static final BigInteger MAX_SECONDS = BigInteger.valueOf(1_000_000_000_000L);
    private static final Set<String> LOCATORS =
            Set.of("client-local", "balanced", "random", "least-leaders", "min-masters");
    private static final Pattern AGE = Pattern.compile("([0-9]+)([YMDhms])");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    /** The broker has an error here that costs its client the connection. */
    static final class CrashException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CrashException(String message) {
            super(message);
        }
    }

    /** A value is refused with a code. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ResponseCode code;

        RefusedException(ResponseCode code, String message) {
            super(message);
            this.code = code;
        }

        ResponseCode code() {
            return code;
        }
    }

    /**
     * Reads the arguments of a request.
     *
     * @throws RefusedException if the broker refuses a value
     * @throws CrashException if a value is not a number, which drops the connection
     */
    static StreamArguments of(Map<String, String> arguments) {
        Map<String, Object> compared = new TreeMap<>();
        BigInteger maxBytes = number(arguments, "max-length-bytes", compared);
        BigInteger segmentBytes = number(arguments, "stream-max-segment-size-bytes", compared);
        BigInteger members = number(arguments, "initial-cluster-size", compared);
        BigInteger filterBytes = number(arguments, "stream-filter-size-bytes", compared);
        check(segmentBytes == null || segmentBytes.compareTo(MAX_SEGMENT_BYTES) <= 0, "segment size");
        check(members == null || members.signum() > 0, "cluster size");
        check(
                filterBytes == null
                        || filterBytes.compareTo(MIN_FILTER_BYTES) >= 0 && filterBytes.compareTo(MAX_FILTER_BYTES) <= 0,
                "filter size");
        String locator = text(arguments, LOCATOR, compared);
        check(locator == null || LOCATORS.contains(locator), "leader locator");
        Retention byDefault = Retention.DEFAULT;
        return new StreamArguments(
                compared,
                new Retention(
                        maxBytes == null
                                ? null
                                : maxBytes.min(BigInteger.valueOf(Long.MAX_VALUE))
                                        .longValue(),
                        age(arguments.get(MAX_AGE), compared),
                        segmentBytes == null ? byDefault.segmentBytes() : segmentBytes.longValue(),
                        filterBytes == null ? byDefault.filterBytes() : filterBytes.intValue()),
                members == null
                        ? Integer.MAX_VALUE
                        : members.min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue(),
                locator != null && !locator.equals("client-local"));
    }

    /** The arguments of a partition of a super stream: its leaders are spread over the nodes by default. */
    static Map<String, String> ofPartition(Map<String, String> arguments) {
        Map<String, String> partition = new TreeMap<>(arguments);
        partition.putIfAbsent(LOCATOR, "balanced");
        return partition;
    }

    /** Whether a stream with these arguments is the same. */
    boolean isEquivalent(StreamArguments other) {
        return compared.equals(other.compared);
    }

    private static @Nullable BigInteger number(
            Map<String, String> arguments, String name, Map<String, Object> compared) {
        String value = arguments.get(name);
        if (value == null) {
            return null;
        }
        if (!INTEGER.matcher(value).matches()) {
            throw new CrashException(name + ": " + value + " (expected: an integer)");
        }
        BigInteger number = new BigInteger(value);
        compared.put(name, number);
        return number;
    }

    private static @Nullable String text(Map<String, String> arguments, String name, Map<String, Object> compared) {
        String value = arguments.get(name);
        if (value != null) {
            compared.put(name, value);
        }
        return value;
    }

    private static void check(boolean valid, String what) {
        if (!valid) {
            throw new RefusedException(ResponseCode.PRECONDITION_FAILED, "invalid " + what);
        }
    }

    /** An age that the broker does not understand has no effect. */
    private static @Nullable Duration age(@Nullable String value, Map<String, Object> compared) {
        Matcher age = AGE.matcher(value == null ? "" : value);
        BigInteger seconds = age.matches()
                ? new BigInteger(age.group(1)).multiply(BigInteger.valueOf(secondsOf(age.group(2))))
                : BigInteger.ZERO;
        if (value != null) {
            compared.put(MAX_AGE, seconds.signum() == 0 ? value : seconds);
        }
        return seconds.signum() == 0
                ? null
                : Duration.ofSeconds(seconds.min(MAX_SECONDS).longValue());
    }

    private static long secondsOf(String unit) {
        return switch (unit) {
            case "Y" -> Duration.ofDays(365).toSeconds();
            case "M" -> Duration.ofDays(30).toSeconds();
            case "D" -> Duration.ofDays(1).toSeconds();
            case "h" -> Duration.ofHours(1).toSeconds();
            case "m" -> Duration.ofMinutes(1).toSeconds();
            default -> 1;
        };
    }
}
