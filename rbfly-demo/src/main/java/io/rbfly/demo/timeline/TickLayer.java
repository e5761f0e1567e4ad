package io.rbfly.demo.timeline;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.util.ShapeUtils;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Marks of single moments on the lanes of a plot. */
final class TickLayer {
    private static final Shape TICK = new Rectangle2D.Double(-1, -12, 2, 24);
    private static final Shape CROSS = ShapeUtils.createDiagonalCross(8, 2.2f);

    private final double resolution;
    private final XYSeriesCollection marks = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);

    /**
     * Creates it with the smallest distance at which two marks can be distinguished; of closer ones only the first is
     * drawn.
     */
    TickLayer(double resolution) {
        this.resolution = resolution;
    }

    void addTicks(Color color, int lane, List<Double> times) {
        add(color, TICK, lane, times);
    }

    void addCrosses(Color color, int lane, List<Double> times) {
        add(color, CROSS, lane, times);
    }

    private void add(Color color, Shape shape, int lane, List<Double> times) {
        XYSeries series = new XYSeries(marks.getSeriesCount());
        double last = Double.NEGATIVE_INFINITY;
        for (double time : times) {
            if (time - last >= resolution) {
                series.add(time, lane);
                last = time;
            }
        }
        renderer.setSeriesPaint(marks.getSeriesCount(), color);
        renderer.setSeriesShape(marks.getSeriesCount(), shape);
        marks.addSeries(series);
    }

    void addTo(XYPlot plot) {
        int index = plot.getDatasetCount();
        plot.setDataset(index, marks);
        plot.setRenderer(index, renderer);
    }
}
