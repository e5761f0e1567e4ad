package io.rbfly.testkit.embedded.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An exchange of a virtual host: a super stream is one, and its partitions are the streams that are bound to it. */
final class Exchange {
    private static final int UNORDERED = Integer.MAX_VALUE;
    private static final Pattern NUMBER = Pattern.compile(".*-([0-9]{1,9})", Pattern.DOTALL);

    private final List<Binding> bindings = new ArrayList<>();

    private record Binding(String stream, String key, int order) {}

    void bind(String stream, String key, int order) {
        bindings.add(new Binding(stream, key, order));
    }

    /** Binds a stream that has no number among the others. */
    void bind(String stream, String key) {
        bind(stream, key, UNORDERED);
    }

    void unbind(String stream) {
        bindings.removeIf(binding -> binding.stream.equals(stream));
    }

    /** The bound streams in their order; one that is bound twice comes twice. */
    List<String> partitions() {
        return bindings.stream()
                .sorted(Comparator.comparingInt(Binding::order))
                .map(Binding::stream)
                .toList();
    }

    /** The streams that are bound with a key. */
    List<String> route(String key) {
        return bindings.stream()
                .filter(binding -> binding.key.equals(key))
                .map(Binding::stream)
                .toList();
    }

    /**
     * The number of a stream among the partitions, also when others are gone; {@link ConsumerGroup#NO_PARTITION} if it
     * is none. Brokers take the number at the end of a name if the binding has none, as in the default exchange.
     */
    int indexOf(String stream) {
        return bindings.stream()
                .filter(binding -> binding.stream.equals(stream))
                .min(Comparator.comparingInt(Binding::order))
                .map(binding -> binding.order == UNORDERED ? suffix(stream) : binding.order)
                .orElse(ConsumerGroup.NO_PARTITION);
    }

    private static int suffix(String stream) {
        Matcher number = NUMBER.matcher(stream);
        return number.matches() ? Integer.parseInt(number.group(1)) : ConsumerGroup.NO_PARTITION;
    }
}
