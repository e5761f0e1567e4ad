package io.rbfly.benchmarks.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the result for programs. Values that were not measured, and missing goals, are null.
 *
 * @param scenario the task
 * @param metric what is compared, with its unit
 * @param ours the value of RbFly
 * @param peer the faster peer for the task
 * @param peerValue its value
 * @param ratio {@code ours} divided by {@code peerValue}; less is better
 * @param goal the goal: for the ratio of times, for {@code ours} of octets
 * @param met whether the goal is reached
 */
record CodecComparison(
        String scenario,
        String metric,
        @Nullable Double ours,
        @Nullable String peer,
        @Nullable Double peerValue,
        @Nullable Double ratio,
        @Nullable String goal,
        @Nullable Boolean met) {
    private static final Map<String, Double> TIME_GOALS = Map.of(
            "richEncode", 1.0 / 3, "richDecode", 0.5, "richDecodeLazily", 0.25, "smallEncode", 1.0, "smallDecode", 0.5);
    private static final Map<String, Double> ALLOCATION_GOALS =
            Map.of("richEncode", 0.0, "smallEncode", 0.0, "smallDecodeLazily", 48.0, "smallDecodeReadView", 48.0);

    /** JMH measures the allocation of the whole process: less than half a byte counts as none. */
    private static final double TOLERANCE = 0.5;

    /** Returns time and allocation of each task that was measured with RbFly's codec. */
    static List<CodecComparison> of(Figures figures) {
        List<CodecComparison> comparisons = new ArrayList<>();
        for (String task : figures.tasks()) {
            Figure ours = figures.ours(task);
            if (ours != null) {
                String peer = figures.fasterPeer(task);
                Figure theirs = peer == null ? null : figures.peer(task, peer);
                comparisons.add(time(task, ours, peer, theirs));
                comparisons.add(allocation(task, ours, peer, theirs));
            }
        }
        return comparisons;
    }

    private static CodecComparison time(String task, Figure ours, @Nullable String peer, @Nullable Figure theirs) {
        Double value = theirs == null ? null : theirs.nanos();
        Double ratio = ratio(ours.nanos(), value);
        Double bound = TIME_GOALS.get(withoutMemory(task));
        String goal = bound == null ? null : String.format(Locale.ROOT, "<= %.2f", bound);
        Boolean met = bound == null || ratio == null ? null : ratio <= bound;
        return new CodecComparison(task, "time (ns/op)", ours.nanos(), peer, value, ratio, goal, met);
    }

    private static CodecComparison allocation(
            String task, Figure ours, @Nullable String peer, @Nullable Figure theirs) {
        Double value = theirs == null ? null : theirs.octets();
        Double bound = ALLOCATION_GOALS.get(withoutMemory(task));
        String goal = bound == null ? null : String.format(Locale.ROOT, "<= %.0f B/op", bound);
        Boolean met = bound == null ? null : ours.octets() < bound + TOLERANCE;
        return new CodecComparison(
                task, "allocation (B/op)", ours.octets(), peer, value, ratio(ours.octets(), value), goal, met);
    }

    private static @Nullable Double ratio(double ours, @Nullable Double theirs) {
        return theirs == null || theirs == 0 ? null : ours / theirs;
    }

    private static String withoutMemory(String task) {
        return task.split(",")[0];
    }
}
