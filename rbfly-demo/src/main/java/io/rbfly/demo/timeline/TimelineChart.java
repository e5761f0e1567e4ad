package io.rbfly.demo.timeline;

import io.rbfly.demo.timeline.Timeline.Heartbeat;
import io.rbfly.demo.timeline.Timeline.Link;
import io.rbfly.demo.timeline.Timeline.Span;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** Draws a timeline: time increases to the right, with one lane for each kind of event. */
public final class TimelineChart {
    private static final int WIDTH = 1200;
    private static final int LANE_HEIGHT = 46;
    private static final int FRAME_HEIGHT = 130;

    private static final double NANOS_PER_SECOND = 1e9;
    /** Marks that are closer than this fraction of the width cannot be distinguished. */
    private static final double RESOLUTION = 1 / 900.0;
    /** The fraction of the width that a bar needs for its text. */
    private static final double ROOM_FOR_SECONDS = 0.045;

    private static final double ROOM_FOR_WORDS = 0.17;
    /** The time within which a client that was blocked detects the loss of its connection. */
    private static final double NOTICE_SECONDS = 2;

    private final Timeline timeline;
    private final List<Link> links;
    private final Lanes lanes;
    private final double end;
    private final BarLayer bars = new BarLayer();
    private final TickLayer ticks;
    private final XYPlot plot;
    private final JFreeChart chart;

    /** Creates it with a title and a subtitle. */
    public TimelineChart(Timeline timeline, String title, String subtitle) {
        this.timeline = timeline;
        links = timeline.links();
        lanes = new Lanes(links, !timeline.pauses().isEmpty());
        end = seconds(timeline.nowNanos());
        ticks = new TickLayer(end * RESOLUTION);
        plot = new XYPlot(null, timeAxis(), laneAxis(), null);
        addAll();
        chart = framed(title, subtitle);
    }

    JFreeChart chart() {
        return chart;
    }

    /** Width of the picture in points. */
    int width() {
        return WIDTH;
    }

    /** Height of the picture in points. */
    int height() {
        return FRAME_HEIGHT + LANE_HEIGHT * lanes.labels().size();
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
            XYTextAnnotation never = new XYTextAnnotation(" never ", end / 100, Lanes.BLOCKS);
            never.setTextAnchor(TextAnchor.CENTER_LEFT);
            never.setFont(Palette.SMALL);
            never.setPaint(Palette.GREY);
            never.setBackgroundPaint(Palette.PAPER);
            plot.addAnnotation(never);
        }
        ticks.addTicks(Palette.INK, Lanes.MESSAGES, seconds(timeline.messages().stream()));
        for (String name : lanes.connections()) {
            heartbeats(lanes.heartbeatsSent(name), timeline.heartbeatsSent(), name);
            heartbeats(lanes.heartbeatsReceived(name), timeline.heartbeatsReceived(), name);
        }
        links.forEach(this::connection);
        bars.addTo(plot);
        ticks.addTo(plot);
    }

    private void calculation(Span span) {
        double from = seconds(span.fromNanos);
        double to = seconds(span.toNanos);
        bars.add(Palette.BLUE, Lanes.CALCULATIONS, from, to);
        // Shaded across all lanes, to show what happened meanwhile.
        plot.addDomainMarker(new IntervalMarker(from, to, Palette.SHADE), Layer.BACKGROUND);
        duration(Lanes.CALCULATIONS, from, to);
    }

    /** Draws an interval in which the event loop did not run. */
    private void stop(int lane, Span span) {
        double from = seconds(span.fromNanos);
        double to = seconds(span.toNanos);
        bars.add(Palette.VERMILION, lane, from, to);
        duration(lane, from, to);
    }

    private void heartbeats(int lane, List<Heartbeat> heartbeats, String connection) {
        ticks.addTicks(
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
        bars.add(Palette.GREEN, lane, opened, silent);
        if (silent < closed) {
            bars.add(Palette.PALE_GREEN, lane, silent, closed);
        }
        if (link.closedByPeer()) {
            ticks.addCrosses(Palette.VERMILION, lane, List.of(closed));
            if (closed - silent > end * ROOM_FOR_WORDS) {
                text("closed by the broker", lane, (silent + closed) / 2, Palette.VERMILION);
            }
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
        if (to - from > end * ROOM_FOR_SECONDS) {
            String text = String.format(Locale.ROOT, "%.1f s", to - from);
            text(text, lane, (from + to) / 2, Palette.PAPER);
        }
    }

    private void text(String words, int lane, double time, Color color) {
        XYTextAnnotation text = new XYTextAnnotation(words, time, lane);
        text.setFont(Palette.SMALL_BOLD);
        text.setPaint(color);
        plot.addAnnotation(text);
    }

    private NumberAxis timeAxis() {
        NumberAxis axis = new NumberAxis("seconds");
        axis.setRange(0, Math.max(end, 1));
        axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        axis.setLabelFont(Palette.TEXT);
        axis.setTickLabelFont(Palette.SMALL);
        axis.setLabelPaint(Palette.INK);
        axis.setTickLabelPaint(Palette.INK);
        axis.setAxisLinePaint(Palette.GREY);
        return axis;
    }

    private SymbolAxis laneAxis() {
        String[] labels = lanes.labels().toArray(String[]::new);
        SymbolAxis axis = new SymbolAxis(null, labels);
        axis.setInverted(true);
        axis.setRange(-0.5, labels.length - 0.5);
        axis.setGridBandsVisible(false);
        axis.setTickLabelFont(Palette.TEXT);
        axis.setTickLabelPaint(Palette.INK);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        return axis;
    }

    private JFreeChart framed(String title, String subtitle) {
        plot.setBackgroundPaint(Palette.PAPER);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(Palette.RULE);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        JFreeChart chart = new JFreeChart(null, Palette.TITLE, plot, false);
        chart.setBackgroundPaint(Palette.PAPER);
        chart.setPadding(new RectangleInsets(14, 14, 10, 24));
        chart.addSubtitle(line(title, Palette.TITLE, Palette.INK));
        chart.addSubtitle(line(subtitle, Palette.TEXT, Palette.GREY));
        return chart;
    }

    private static TextTitle line(String text, java.awt.Font font, Color color) {
        TextTitle line = new TextTitle(text, font);
        line.setPaint(color);
        line.setHorizontalAlignment(HorizontalAlignment.LEFT);
        line.setPadding(0, 4, 6, 0);
        return line;
    }

    private static List<Double> seconds(Stream<Long> nanos) {
        return nanos.map(TimelineChart::seconds).collect(Collectors.toUnmodifiableList());
    }

    private static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }
}
