package io.rbfly.client;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The lines by which an API differs from the recorded one, and what they mean for those who use it. */
record ApiChange(Set<String> removed, Set<String> added, boolean incompatible) {
    static ApiChange between(Collection<String> recorded, Collection<String> actual) {
        Set<String> removed = new TreeSet<>(recorded);
        removed.removeAll(actual);
        Set<String> added = new TreeSet<>(actual);
        added.removeAll(recorded);
        Set<String> types = recorded.stream().map(ApiChange::type).collect(Collectors.toSet());
        // Classes that exist already do not implement a new abstract method.
        boolean abstractAdded = added.stream().anyMatch(line -> isAbstractMethod(line) && types.contains(type(line)));
        return new ApiChange(removed, added, !removed.isEmpty() || abstractAdded);
    }

    private static String type(String line) {
        return line.substring(0, line.indexOf(' '));
    }

    private static boolean isAbstractMethod(String line) {
        return List.of(line.split(" ")).contains("abstract") && line.contains("(");
    }

    boolean isEmpty() {
        return removed.isEmpty() && added.isEmpty();
    }

    /** Says what differs and what to do, for whoever made the change. */
    String describe() {
        StringBuilder text = new StringBuilder("the API is not the recorded one:\n");
        removed.forEach(line -> text.append("- ").append(line).append('\n'));
        added.forEach(line -> text.append("+ ").append(line).append('\n'));
        return text.append(incompatible ? "incompatible: list it in CHANGELOG.md and record it" : "addition: record it")
                .append(" with -Drbfly.api.record=true")
                .toString();
    }
}
