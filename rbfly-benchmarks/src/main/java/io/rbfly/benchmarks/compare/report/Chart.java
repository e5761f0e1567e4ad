package io.rbfly.benchmarks.compare.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/**
 * Draws the improvement over the official client, better values further to the right: the ratios, or their reciprocals
 * if less is better.
 */
public final class Chart {
    private static final int WIDTH = 1000;
    private static final int BAR_HEIGHT = 22;
    private static final int FRAME_HEIGHT = 120;
    private static final double GAP = 0.15;
    /** Colors of Okabe and Ito, which people who are color-blind can distinguish. */
    private static final Color BETTER = new Color(0x009E73);

    private static final Color WORSE = new Color(0xD55E00);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private Chart() {}

    /** Writes an SVG file. */
    public static void write(List<Comparison> comparisons, Path file) throws IOException {
        List<Comparison> shown = comparisons.stream()
                .filter(each -> each.goal() != null && Double.isFinite(each.ratio()) && each.ratio() > 0)
                .toList();
        int height = FRAME_HEIGHT + BAR_HEIGHT * shown.size();
        SVGGraphics2D graphics = new SVGGraphics2D(WIDTH, height);
        draw(shown).draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, height));
        ViewBox whole = new ViewBox(0, 0, WIDTH, height);
        Files.writeString(file, graphics.getSVGElement(null, true, whole, null, null));
    }

    private static JFreeChart draw(List<Comparison> comparisons) {
        DefaultCategoryDataset bars = new DefaultCategoryDataset();
        for (Comparison each : comparisons) {
            double gain = each.metric().moreIsBetter() ? each.ratio() : 1 / each.ratio();
            String name = each.scenario().id() + ": " + each.label() + ", wanted " + each.goal();
            bars.addValue(gain, Boolean.TRUE.equals(each.met()) ? "goal met" : "goal not met", name);
        }
        JFreeChart chart = ChartFactory.createBarChart(
                "How many times better than what it is compared with",
                null,
                null,
                bars,
                PlotOrientation.HORIZONTAL,
                true,
                false,
                false);
        CategoryPlot plot = chart.getCategoryPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.getDomainAxis().setTickLabelFont(SMALL);
        plot.getDomainAxis().setMaximumCategoryLabelWidthRatio(2);
        LogAxis axis = new LogAxis();
        axis.setBase(2);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        axis.setTickLabelFont(SMALL);
        plot.setRangeAxis(axis);
        plot.addRangeMarker(new ValueMarker(1, Color.BLACK, new BasicStroke(1)));
        BarRenderer renderer = (BarRenderer) plot.getRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setBase(1);
        renderer.setItemMargin(-1); // the two series share one position, since each name has only one of them
        plot.getDomainAxis().setCategoryMargin(GAP);
        for (int i = 0; i < bars.getRowCount(); i++) {
            renderer.setSeriesPaint(i, "goal met".equals(bars.getRowKey(i)) ? BETTER : WORSE);
        }
        return chart;
    }
}
