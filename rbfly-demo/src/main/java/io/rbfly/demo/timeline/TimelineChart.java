package io.rbfly.demo.timeline;

import io.rbfly.demo.timeline.Timeline.Heartbeat;
import io.rbfly.demo.timeline.Timeline.Link;
import io.rbfly.demo.timeline.Timeline.Span;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws a timeline: time increases to the right, with one lane for each kind of event. */
public final class TimelineChart {
    private static final double NANOS_PER_SECOND = 1e9;
    /** The time within which a client that was blocked detects the loss of its connection. */
    private static final double NOTICE_SECONDS = 2;

    private final Timeline timeline;
    private final List<Link> links;
    private final Lanes lanes;
    private final double end;
    private final LaneChart chart;

    /** Creates it with a title and a subtitle. */
    public TimelineChart(Timeline timeline, String title, String subtitle) {
        this.timeline = timeline;
        links = timeline.links();
        lanes = new Lanes(links, !timeline.pauses().isEmpty());
        end = seconds(timeline.nowNanos());
        chart = new LaneChart(lanes.labels(), end, title, subtitle);
        addAll();
        chart.drawn();
    }

    /** The drawn chart. */
    public LaneChart chart() {
        return chart;
    }

    private void addAll() {
        timeline.calculations().forEach(this::calculation);
        Span unfinished = timeline.unfinishedCalculation();
        if (unfinished != null) {
            calculation(unfinished);
        }
        timeline.blocks().forEach(span -> stop(Lanes.BLOCKS, span));
        timeline.pauses().forEach(span -> stop(lanes.pauses(), span));
        if (timeline.blocks().isEmpty()) {
            chart.remark("never", Lanes.BLOCKS);
        }
        chart.ticks(Palette.INK, Lanes.MESSAGES, seconds(timeline.messages().stream()));
        for (String name : lanes.connections()) {
            heartbeats(lanes.heartbeatsSent(name), timeline.heartbeatsSent(), name);
            heartbeats(lanes.heartbeatsReceived(name), timeline.heartbeatsReceived(), name);
        }
        links.forEach(this::connection);
    }

    private void calculation(Span span) {
        double from = seconds(span.fromNanos);
        double to = seconds(span.toNanos);
        chart.bar(Palette.BLUE, Lanes.CALCULATIONS, from, to);
        chart.shade(from, to);
        duration(Lanes.CALCULATIONS, from, to);
    }

    /** Draws an interval in which the event loop did not run. */
    private void stop(int lane, Span span) {
        double from = seconds(span.fromNanos);
        double to = seconds(span.toNanos);
        chart.bar(Palette.VERMILION, lane, from, to);
        duration(lane, from, to);
    }

    private void heartbeats(int lane, List<Heartbeat> heartbeats, String connection) {
        chart.ticks(
                Palette.PURPLE,
                lane,
                seconds(heartbeats.stream()
                        .filter(heartbeat -> heartbeat.connection.equals(connection))
                        .map(heartbeat -> heartbeat.nanos)));
    }

    /**
     * Draws a connection. It is pale while it is already lost but the client cannot detect it, because its event loop
     * is blocked or the JVM is paused.
     */
    private void connection(Link link) {
        int lane = lanes.connection(link.name);
        double opened = seconds(link.openedNanos);
        double closed = link.isOpen() ? end : seconds(link.closedNanos());
        double silent = link.closedByPeer() ? silentFrom(opened, closed) : closed;
        chart.bar(Palette.GREEN, lane, opened, silent);
        if (silent < closed) {
            chart.bar(Palette.PALE_GREEN, lane, silent, closed);
        }
        if (link.closedByPeer()) {
            chart.crosses(Palette.VERMILION, lane, List.of(closed));
            chart.inside("closed by the broker", lane, silent, closed, Palette.VERMILION);
        }
    }

    private double silentFrom(double opened, double closed) {
        return Stream.concat(timeline.blocks().stream(), timeline.pauses().stream())
                .filter(stop -> seconds(stop.fromNanos) < closed && closed < seconds(stop.toNanos) + NOTICE_SECONDS)
                .mapToDouble(stop -> Math.max(opened, seconds(stop.fromNanos)))
                .min()
                .orElse(closed);
    }

    private void duration(int lane, double from, double to) {
        chart.inside(LaneChart.seconds(to - from), lane, from, to, Palette.PAPER);
    }

    private static List<Double> seconds(Stream<Long> nanos) {
        return nanos.map(TimelineChart::seconds).collect(Collectors.toUnmodifiableList());
    }

    private static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }
}
