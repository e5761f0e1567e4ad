package io.rbfly.testkit.broker.differential.wire;

/**
 * Where a subscription starts.
 *
 * @param type the number on the wire
 * @param value for types 4 and 5
 */
public record Offset(int type, long value) {
    public static final Offset NONE = new Offset(0, 0);
    public static final Offset FIRST = new Offset(1, 0);
    public static final Offset LAST = new Offset(2, 0);
    public static final Offset NEXT = new Offset(3, 0);

    public static Offset at(long offset) {
        return new Offset(4, offset);
    }

    public static Offset time(long milliseconds) {
        return new Offset(5, milliseconds);
    }

    public FrameBytes write(FrameBytes frame) {
        frame.u16(type);
        return type == 4 || type == 5 ? frame.u64(value) : frame;
    }

    @Override
    public String toString() {
        return "type " + type + (type == 4 || type == 5 ? " " + Long.toUnsignedString(value) : "");
    }
}
