package io.rbfly.demo.timeline;

import java.awt.Color;
import java.awt.Font;

/** Colors and fonts of the chart. The colors can be distinguished by people who are color-blind (Okabe and Ito). */
public final class Palette {
    public static final Color BLUE = new Color(0x0072B2);
    public static final Color GREEN = new Color(0x009E73);
    public static final Color VERMILION = new Color(0xD55E00);
    public static final Color PURPLE = new Color(0x9C4A7E);
    public static final Color INK = new Color(0x2B2B2B);
    public static final Color GREY = new Color(0x6F6F6F);
    public static final Color PALE_GREEN = new Color(0xCDE9E0);
    public static final Color SHADE = new Color(0xEAF3FA);
    public static final Color RULE = new Color(0xE2E2E2);
    public static final Color PAPER = Color.WHITE;

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    static final Font SMALL_BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 12);

    private Palette() {}
}
