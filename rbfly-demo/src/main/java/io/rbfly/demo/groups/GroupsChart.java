package io.rbfly.demo.groups;

import io.rbfly.demo.groups.ReadersTimeline.Mark;
import io.rbfly.demo.groups.ReadersTimeline.Span;
import io.rbfly.demo.groups.Schedule.Change;
import io.rbfly.demo.timeline.LaneChart;
import io.rbfly.demo.timeline.Palette;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/** Draws which consumer read which partition, and when the consumers came and went. */
final class GroupsChart {
    private static final List<Color> COLORS = List.of(Palette.BLUE, Palette.GREEN, Palette.PURPLE);

    private final ReadersTimeline timeline;
    private final LaneChart chart;

    GroupsChart(ReadersTimeline timeline, String title, String subtitle) {
        this.timeline = timeline;
        chart = new LaneChart(labels(timeline), timeline.now(), title, subtitle);
        timeline.readings().forEach(this::reading);
        timeline.stays().forEach(this::stay);
        timeline.marks().forEach(this::mark);
        chart.drawn();
    }

    /** The drawn chart. */
    LaneChart chart() {
        return chart;
    }

    private static List<String> labels(ReadersTimeline timeline) {
        List<String> labels = new ArrayList<>();
        timeline.partitions().forEach(partition -> labels.add("partition " + ReadersTimeline.shortName(partition)));
        Schedule.MEMBERS.forEach(member -> labels.add("consumer " + member));
        return labels;
    }

    private void reading(Span reading) {
        int lane = timeline.partitions().indexOf(reading.partition);
        chart.bar(color(reading.member), lane, reading.from, reading.to());
        chart.inside(reading.member, lane, reading.from, reading.to(), Palette.PAPER);
        if (reading.lost()) {
            chart.crosses(Palette.VERMILION, lane, List.of(reading.to()));
        }
    }

    private void stay(Span stay) {
        chart.bar(color(stay.member), lane(stay.member), stay.from, stay.to());
    }

    private void mark(Mark mark) {
        int lane = lane(mark.member);
        boolean comes = mark.change == Change.JOINS || mark.change == Change.COMES_BACK;
        if (mark.change == Change.IS_KILLED) {
            chart.crosses(Palette.VERMILION, lane, List.of(mark.time));
        } else {
            chart.ticks(Palette.INK, lane, List.of(mark.time));
        }
        chart.line(mark.change == Change.IS_KILLED ? Palette.VERMILION : Palette.GREY, mark.time);
        Color color = comes ? Palette.PAPER : mark.change == Change.IS_KILLED ? Palette.VERMILION : Palette.INK;
        chart.beside(mark.change.toString(), lane, mark.time, color);
    }

    private int lane(String member) {
        return timeline.partitions().size() + Schedule.MEMBERS.indexOf(member);
    }

    private static Color color(String member) {
        return COLORS.get(Schedule.MEMBERS.indexOf(member));
    }
}
