package io.rbfly.client.api.stream;

import io.rbfly.protocol.wire.Check;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Options of a new super stream: its partitions, and the options of each. Immutable: start with {@link #partitions} or
 * {@link #bindingKeys}; each {@code with} method returns new options.
 *
 * <p>A partition is a stream. Its name is that of the super stream, a hyphen and the partition's binding key, as with
 * all other clients and tools: {@code orders-0}, {@code orders-1}.
 */
public final class SuperStreamOptions {
    /** More than fit into a frame of brokers. */
    private static final int MAX_PARTITIONS = 100_000;

    private final List<String> keys;
    private final StreamOptions streamOptions;

    private SuperStreamOptions(List<String> keys, StreamOptions streamOptions) {
        this.keys = keys;
        this.streamOptions = streamOptions;
    }

    /**
     * Options for a number of partitions, with the binding keys 0, 1, 2 and so on: for publishers that choose the
     * partition by a hash.
     *
     * @param partitions from 1 to 100,000; brokers refuse more than 1,000 by default
     * @throws IllegalArgumentException if it is out of range
     */
    public static SuperStreamOptions partitions(int partitions) {
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "partitions: " + partitions + " (expected: 1 to " + MAX_PARTITIONS + ")");
        }
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            keys.add(Integer.toString(i));
        }
        return new SuperStreamOptions(List.copyOf(keys), StreamOptions.DEFAULT);
    }

    /**
     * Options for a partition for each binding key, in this order: for publishers that route by key.
     *
     * @throws IllegalArgumentException as {@link #bindingKeys(Collection)}
     */
    public static SuperStreamOptions bindingKeys(String... keys) {
        return bindingKeys(List.of(keys));
    }

    /**
     * Options for a partition for each binding key, in this order: for publishers that route by key.
     *
     * @param keys each 1 to 255 bytes in UTF-8 without line breaks, all different
     * @throws IllegalArgumentException if there is none, or if one is repeated, shorter or longer, or has a line break
     */
    public static SuperStreamOptions bindingKeys(Collection<String> keys) {
        Objects.requireNonNull(keys, "keys");
        List<String> all = new ArrayList<>();
        Set<String> different = new HashSet<>();
        for (String key : keys) {
            Check.name("key", Objects.requireNonNull(key, "key"));
            if (!different.add(key)) {
                throw new IllegalArgumentException("key: " + key + " is repeated (expected: once)");
            }
            all.add(key);
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("keys: none (expected: at least one)");
        }
        return new SuperStreamOptions(List.copyOf(all), StreamOptions.DEFAULT);
    }

    /** These options with other options of the partitions. */
    public SuperStreamOptions withStreamOptions(StreamOptions streamOptions) {
        return new SuperStreamOptions(keys, Objects.requireNonNull(streamOptions, "streamOptions"));
    }

    /**
     * These options with a further argument of each partition: the same as {@link #withStreamOptions} with
     * {@link StreamOptions#withArgument} of the present {@link #streamOptions()}.
     *
     * @throws IllegalArgumentException as {@link StreamOptions#withArgument}
     */
    public SuperStreamOptions withArgument(String name, String value) {
        return withStreamOptions(streamOptions.withArgument(name, value));
    }

    /** The binding keys, one for each partition. */
    public List<String> keys() {
        return keys;
    }

    /** The options of each partition; {@link StreamOptions#DEFAULT} by default. */
    public StreamOptions streamOptions() {
        return streamOptions;
    }

    /** The names of the partitions of a super stream with these options. */
    public List<String> partitionsOf(String superStream) {
        Objects.requireNonNull(superStream, "superStream");
        return keys.stream().map(key -> superStream + "-" + key).toList();
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof SuperStreamOptions other
                && keys.equals(other.keys)
                && streamOptions.equals(other.streamOptions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(keys, streamOptions);
    }

    @Override
    public String toString() {
        return "SuperStreamOptions[keys=" + keys + ", streamOptions=" + streamOptions + "]";
    }
}
