package io.rbfly.demo.groups;

import io.rbfly.demo.groups.Schedule.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records which consumer reads which partition, and which are there. Times are seconds since the first consumer came.
 * Thread safe.
 */
final class ReadersTimeline {
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanoClock;
    private @Nullable Long startNanos;
    private final List<String> partitions;
    private final List<Span> readings = new ArrayList<>();
    private final List<Span> stays = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private double end = Double.NaN;

    /** Creates it with a clock in nanoseconds with any origin, and the names of the partitions. */
    ReadersTimeline(LongSupplier nanoClock, List<String> partitions) {
        this.nanoClock = nanoClock;
        this.partitions = List.copyOf(partitions);
    }

    /** Now: zero before the beginning, and the time of the end after it. */
    synchronized double now() {
        Long start = startNanos;
        if (hasEnded() || start == null) {
            return start == null ? 0 : end;
        }
        return (nanoClock.getAsLong() - start) / NANOS_PER_SECOND;
    }

    /** A consumer comes or goes. */
    synchronized void changed(String member, Change change) {
        if (hasEnded()) {
            return;
        } else if (startNanos == null) {
            startNanos = nanoClock.getAsLong();
        }
        double now = now();
        marks.add(new Mark(member, change, now));
        if (change == Change.JOINS || change == Change.COMES_BACK) {
            stays.add(new Span("", member, now));
        }
    }

    /** A consumer has gone. */
    synchronized void gone(String member) {
        if (!hasEnded()) {
            stays.stream()
                    .filter(stay -> stay.isOpen() && stay.member.equals(member))
                    .forEach(stay -> stay.to = now());
        }
    }

    /** A consumer reads a partition from now on. */
    synchronized void activated(String member, String partition) {
        if (!hasEnded()) {
            readings.add(new Span(partition, member, now()));
        }
    }

    /** A consumer no longer reads a partition. */
    synchronized void deactivated(String member, String partition) {
        if (!hasEnded()) {
            readings.stream()
                    .filter(reading -> reading.isOpen() && reading.isOf(member, partition))
                    .forEach(reading -> reading.to = now());
        }
    }

    /**
     * The connection of a consumer is lost. If it was the last one to read the partition, it has not handed it over in
     * order.
     *
     * @return whether it was the last one
     */
    synchronized boolean lost(String member, String partition) {
        deactivated(member, partition);
        for (int i = readings.size() - 1; i >= 0; i--) {
            Span reading = readings.get(i);
            if (reading.partition.equals(partition)) {
                reading.lost = reading.member.equals(member);
                return reading.lost;
            }
        }
        return false;
    }

    /** Nothing is recorded any more. */
    synchronized void end() {
        end = now();
    }

    synchronized boolean hasEnded() {
        return !Double.isNaN(end);
    }

    /** Returns the partitions in their order. */
    List<String> partitions() {
        return partitions;
    }

    /** Returns the partitions that a consumer reads now. */
    synchronized List<String> readBy(String member) {
        return readings.stream()
                .filter(reading -> reading.isOpen() && reading.member.equals(member))
                .map(reading -> reading.partition)
                .collect(Collectors.toUnmodifiableList());
    }

    /** Returns one word for each partition: its number and its reader, or a hyphen. */
    synchronized String readers() {
        return partitions.stream()
                .map(partition -> shortName(partition) + ":" + reader(partition))
                .collect(Collectors.joining("  "));
    }

    private String reader(String partition) {
        String readers = readings.stream()
                .filter(reading -> reading.isOpen() && reading.partition.equals(partition))
                .map(reading -> reading.member)
                .collect(Collectors.joining("+"));
        return readers.isEmpty() ? "-" : readers;
    }

    /** Returns the number of a partition. */
    static String shortName(String partition) {
        return partition.substring(partition.lastIndexOf('-') + 1);
    }

    /** Returns who read what, as copies that do not change. */
    synchronized List<Span> readings() {
        return copies(readings);
    }

    /** Returns who was there, as copies that do not change. */
    synchronized List<Span> stays() {
        return copies(stays);
    }

    synchronized List<Mark> marks() {
        return List.copyOf(marks);
    }

    private List<Span> copies(List<Span> spans) {
        return spans.stream().map(span -> span.until(now())).collect(Collectors.toUnmodifiableList());
    }

    /** A time in which a consumer read a partition, or in which it was there. */
    static final class Span {
        final String partition;
        final String member;
        final double from;
        private double to = Double.POSITIVE_INFINITY;
        private boolean lost;

        private Span(String partition, String member, double from) {
            this.partition = partition;
            this.member = member;
            this.from = from;
        }

        private Span until(double now) {
            Span copy = new Span(partition, member, from);
            copy.to = Math.min(to, now);
            copy.lost = lost;
            return copy;
        }

        private boolean isOf(String reader, String what) {
            return member.equals(reader) && partition.equals(what);
        }

        private boolean isOpen() {
            return to == Double.POSITIVE_INFINITY;
        }

        double to() {
            return to;
        }

        /** Whether it ended because the consumer was lost. */
        boolean lost() {
            return lost;
        }
    }

    /** A moment in which a consumer came or went. */
    static final class Mark {
        final String member;
        final Change change;
        final double time;

        private Mark(String member, Change change, double time) {
            this.member = member;
            this.change = change;
            this.time = time;
        }
    }
}
