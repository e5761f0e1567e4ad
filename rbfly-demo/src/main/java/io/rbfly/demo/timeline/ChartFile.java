package io.rbfly.demo.timeline;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jfree.chart.ChartUtils;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/** Writes a chart in the format that is determined by the name of the file. */
public final class ChartFile {
    static final int PIXELS_PER_POINT = 2;

    private ChartFile() {}

    /**
     * Checks that text can be drawn. A JVM without a display may have no fonts.
     *
     * @throws IOException if it cannot be drawn
     */
    public static void requireFonts() throws IOException {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, 12).getStringBounds("0", graphics.getFontRenderContext());
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new IOException(
                    "this Java finds no fonts to draw the timeline with (on Debian: apt-get install fontconfig"
                            + " fonts-dejavu-core)",
                    e);
        } finally {
            graphics.dispose();
        }
    }

    /** Writes an SVG file if the name ends with .svg, otherwise a PNG file. */
    public static void write(LaneChart chart, Path file) throws IOException {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".svg")) {
            Files.writeString(file, svg(chart));
        } else {
            try (OutputStream out = Files.newOutputStream(file)) {
                ChartUtils.writeScaledChartAsPNG(
                        out, chart.chart(), chart.width(), chart.height(), PIXELS_PER_POINT, PIXELS_PER_POINT);
            }
        }
    }

    /** Returns the chart as a scalable SVG document. */
    static String svg(LaneChart chart) {
        SVGGraphics2D graphics = new SVGGraphics2D(chart.width(), chart.height());
        graphics.setDefsKeyPrefix("timeline");
        graphics.setGeomDoubleConverter(length -> String.valueOf(Math.round(length * 100) / 100.0));
        chart.chart().draw(graphics, new Rectangle2D.Double(0, 0, chart.width(), chart.height()));
        ViewBox whole = new ViewBox(0, 0, chart.width(), chart.height());
        return graphics.getSVGElement(null, true, whole, null, null) + System.lineSeparator();
    }
}
