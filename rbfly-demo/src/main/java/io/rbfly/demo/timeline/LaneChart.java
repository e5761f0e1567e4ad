package io.rbfly.demo.timeline;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** An empty chart to draw on: lanes from top to bottom, in which time increases to the right. Times are in seconds. */
public final class LaneChart {
    private static final int WIDTH = 1200;
    private static final int LANE_HEIGHT = 46;
    private static final int FRAME_HEIGHT = 130;

    /** Marks that are closer than this fraction of the width cannot be distinguished. */
    private static final double RESOLUTION = 1 / 900.0;
    /** The fraction of the width that a bar needs for each character of its text. */
    private static final double ROOM_FOR_CHARACTER = 0.0075;

    private final int lanes;
    private final double end;
    private final BarLayer bars = new BarLayer();
    private final TickLayer ticks;
    private final XYPlot plot;
    private final JFreeChart chart;

    /** Creates it with the labels of its lanes, the time at its right border, a title and a subtitle. */
    public LaneChart(List<String> labels, double end, String title, String subtitle) {
        this.lanes = labels.size();
        this.end = end;
        ticks = new TickLayer(end * RESOLUTION);
        plot = new XYPlot(null, timeAxis(end), laneAxis(labels), null);
        chart = framed(title, subtitle);
    }

    /** Draws a part of a lane. */
    public void bar(Color color, int lane, double from, double to) {
        bars.add(color, lane, from, to);
    }

    /** Draws moments as short lines across a lane. */
    public void ticks(Color color, int lane, List<Double> times) {
        ticks.addTicks(color, lane, times);
    }

    /** Draws moments as crosses. */
    public void crosses(Color color, int lane, List<Double> times) {
        ticks.addCrosses(color, lane, times);
    }

    /** Shades an interval of all lanes, to show what happened meanwhile. */
    void shade(double from, double to) {
        plot.addDomainMarker(new IntervalMarker(from, to, Palette.SHADE), Layer.BACKGROUND);
    }

    /** Draws a thin line across all lanes. */
    public void line(Color color, double time) {
        ValueMarker line = new ValueMarker(time, color, new BasicStroke(1, 0, 0, 1, new float[] {4, 4}, 0));
        plot.addDomainMarker(line, Layer.FOREGROUND);
    }

    /** Writes words in the middle of a bar, if there is room for them. */
    public void inside(String words, int lane, double from, double to, Color color) {
        if (to - from > end * ROOM_FOR_CHARACTER * (words.length() + 1)) {
            annotate(words, lane, (from + to) / 2, color);
        }
    }

    /** Writes words beside a moment: on its right, or on its left where there is no room. */
    public void beside(String words, int lane, double time, Color color) {
        boolean right = time < end * (1 - ROOM_FOR_CHARACTER * (words.length() + 1));
        annotate("   " + words + "   ", lane, time, color)
                .setTextAnchor(right ? TextAnchor.CENTER_LEFT : TextAnchor.CENTER_RIGHT);
    }

    /** Writes a word at the beginning of an empty lane. */
    void remark(String word, int lane) {
        XYTextAnnotation remark = annotate(" " + word + " ", lane, end / 100, Palette.GREY);
        remark.setTextAnchor(TextAnchor.CENTER_LEFT);
        remark.setFont(Palette.SMALL);
        remark.setBackgroundPaint(Palette.PAPER);
    }

    /** Formats a length for a bar. */
    static String seconds(double length) {
        return String.format(Locale.ROOT, "%.1f s", length);
    }

    /** Completes the drawing; nothing can be added after it. */
    public LaneChart drawn() {
        bars.addTo(plot);
        ticks.addTo(plot);
        return this;
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
        return FRAME_HEIGHT + LANE_HEIGHT * lanes;
    }

    private XYTextAnnotation annotate(String words, int lane, double time, Color color) {
        XYTextAnnotation text = new XYTextAnnotation(words, time, lane);
        text.setFont(Palette.SMALL_BOLD);
        text.setPaint(color);
        plot.addAnnotation(text);
        return text;
    }

    private static NumberAxis timeAxis(double end) {
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

    private static SymbolAxis laneAxis(List<String> names) {
        String[] labels = names.toArray(String[]::new);
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
        JFreeChart framed = new JFreeChart(null, Palette.TITLE, plot, false);
        framed.setBackgroundPaint(Palette.PAPER);
        framed.setPadding(new RectangleInsets(14, 14, 10, 24));
        framed.addSubtitle(line(title, Palette.TITLE, Palette.INK));
        framed.addSubtitle(line(subtitle, Palette.TEXT, Palette.GREY));
        return framed;
    }

    private static TextTitle line(String text, Font font, Color color) {
        TextTitle line = new TextTitle(text, font);
        line.setPaint(color);
        line.setHorizontalAlignment(HorizontalAlignment.LEFT);
        line.setPadding(0, 4, 6, 0);
        return line;
    }
}
