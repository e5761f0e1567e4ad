package io.rbfly.demo.timeline;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** Bars along the lanes of a plot. */
final class BarLayer {
    private static final double HALF_HEIGHT = 0.33;

    private final Map<Color, XYIntervalSeries> seriesByColor = new LinkedHashMap<>();

    void add(Color color, int lane, double from, double to) {
        seriesByColor
                .computeIfAbsent(color, c -> new XYIntervalSeries(c.getRGB()))
                .add((from + to) / 2, from, to, lane, lane - HALF_HEIGHT, lane + HALF_HEIGHT);
    }

    void addTo(XYPlot plot) {
        XYIntervalSeriesCollection bars = new XYIntervalSeriesCollection();
        XYBarRenderer renderer = new XYBarRenderer();
        renderer.setUseYInterval(true);
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        seriesByColor.forEach((color, series) -> {
            renderer.setSeriesPaint(bars.getSeriesCount(), color);
            bars.addSeries(series);
        });
        int index = plot.getDatasetCount();
        plot.setDataset(index, bars);
        plot.setRenderer(index, renderer);
    }
}
