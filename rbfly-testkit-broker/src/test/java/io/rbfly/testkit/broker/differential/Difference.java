package io.rbfly.testkit.broker.differential;

import io.rbfly.testkit.broker.differential.script.Script;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The brokers sent different frames.
 *
 * @param step the number of steps after which this was seen
 * @param real the channels of the real broker
 * @param embedded those of the embedded one
 */
record Difference(Script script, int step, Map<String, List<String>> real, Map<String, List<String>> embedded) {
    /** The steps, and the channels that differ. */
    String text() {
        StringBuilder text = new StringBuilder("Script '" + script.name() + "' differs after step " + step + ":\n");
        text.append(script.with(script.steps().subList(0, step)).text());
        Set<String> names = new TreeSet<>(real.keySet());
        names.addAll(embedded.keySet());
        for (String name : names) {
            List<String> one = real.getOrDefault(name, List.of());
            List<String> other = embedded.getOrDefault(name, List.of());
            if (!one.equals(other)) {
                compare(text.append("  ").append(name).append('\n'), one, other);
            }
        }
        return text.toString();
    }

    private static void compare(StringBuilder text, List<String> one, List<String> other) {
        int i = 0;
        for (; i < Math.min(one.size(), other.size()) && one.get(i).equals(other.get(i)); i++) {
            text.append("    both:     ").append(one.get(i)).append('\n');
        }
        one.subList(i, one.size())
                .forEach(line -> text.append("    real:     ").append(line).append('\n'));
        other.subList(i, other.size())
                .forEach(line -> text.append("    embedded: ").append(line).append('\n'));
    }
}
