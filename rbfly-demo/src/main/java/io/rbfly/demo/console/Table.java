package io.rbfly.demo.console;

import java.util.Locale;

/** A table of figures for people. */
public final class Table {
    private final StringBuilder text;

    /** Creates it with the line above. */
    public Table(String heading) {
        text = new StringBuilder(heading).append(System.lineSeparator());
    }

    /** Adds a figure, with what there is to say of it, or an empty string. */
    public Table row(String name, long value, String remark) {
        String row = String.format(Locale.ROOT, "  %-22s %8d   %s", name, value, remark);
        text.append(row.stripTrailing()).append(System.lineSeparator());
        return this;
    }

    /** Returns all lines. */
    public String text() {
        return text.toString();
    }
}
