package io.rbfly.simulation.run;

import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.simulation.plan.GroupPlan;
import io.rbfly.simulation.plan.PublisherPlan;
import io.rbfly.simulation.plan.RunPlan;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes a plan, one line for each part, with the names by which parts can be left out. */
final class PlanText {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Set<String> LEFT_OUT = Set.of("seed", "id");

    private PlanText() {}

    /** The lines of a plan without what is left out. */
    static String of(RunPlan plan, Reduction reduction) {
        RunPlan reduced = reduction.of(plan);
        StringBuilder text = new StringBuilder();
        line(
                text,
                "",
                "active " + value(reduced.active()) + ", nodes " + reduced.nodes() + ", streams " + reduced.streams()
                        + ", maxTurnNanos " + reduced.maxTurnNanos());
        line(text, "", "link: " + fields(reduced.link()));
        line(text, Reduction.name('n', 0), "nodes: " + fields(reduced.cluster()));
        for (int i = 0; i < reduced.clients().size(); i++) {
            line(
                    text,
                    Reduction.name('c', i),
                    "client: " + fields(reduced.clients().get(i)));
        }
        for (PublisherPlan each : reduced.publishers()) { // which may be without batches
            line(text, Reduction.name('p', each.id()), "publisher: " + fields(each));
        }
        lines(text, 'r', "reader", plan.readers(), reduced.readers());
        lines(
                text,
                's',
                "super publisher",
                plan.scaleOut().publishers(),
                reduced.scaleOut().publishers());
        lines(
                text,
                't',
                "partitions",
                plan.scaleOut().changes(),
                reduced.scaleOut().changes());
        for (GroupPlan each : reduced.scaleOut().groups()) {
            String name = Reduction.name('g', each.id());
            line(text, name, "group of " + each.stream() + ", chooses " + each.chooses());
            each.members().forEach(member -> line(text, "", "  member: " + fields(member)));
        }
        lines(text, 'f', "fault", plan.faults(), reduced.faults());
        return text.toString();
    }

    private static void lines(
            StringBuilder text, char kind, String what, List<? extends Record> all, List<? extends Record> kept) {
        for (int i = 0; i < all.size(); i++) {
            if (kept.contains(all.get(i))) {
                line(text, Reduction.name(kind, i), what + ": " + fields(all.get(i)));
            }
        }
    }

    private static void line(StringBuilder text, String name, String content) {
        text.append(String.format("  %-3s %s%n", name, content));
    }

    private static String fields(Record part) {
        return Arrays.stream(part.getClass().getRecordComponents())
                .filter(component -> !LEFT_OUT.contains(component.getName()))
                .map(component -> component.getName() + " " + value(get(part, component)))
                .collect(Collectors.joining(", "));
    }

    private static @Nullable Object get(Record part, RecordComponent component) {
        try {
            return component.getAccessor().invoke(part);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String value(@Nullable Object value) {
        if (value instanceof Duration time) {
            return time.compareTo(LONGEST) > 0 ? "forever" : String.format(Locale.ROOT, "%.6f s", time.toNanos() / 1e9);
        }
        if (value instanceof PublisherOptions) {
            return others(value, PublisherOptions.DEFAULT);
        }
        if (value instanceof SubscriptionOptions) {
            return others(value, SubscriptionOptions.DEFAULT);
        }
        return String.valueOf(value);
    }

    /** The options that are not the default's. */
    private static String others(Object options, Object defaults) {
        List<String> usual = content(defaults);
        return content(options).stream()
                .filter(option -> !usual.contains(option))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static List<String> content(Object options) {
        String text = options.toString();
        return List.of(text.substring(text.indexOf('[') + 1, text.length() - 1).split(", "));
    }
}
