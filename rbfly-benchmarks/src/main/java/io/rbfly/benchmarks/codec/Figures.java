package io.rbfly.benchmarks.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;

/** The measurements by task and codec. */
final class Figures {
    static final String OFFICIAL = OfficialCodec.class.getSimpleName();
    static final String PROTON = ProtonCodec.class.getSimpleName();
    private static final String OURS = RbflyCodec.class.getSimpleName();
    private static final List<String> PEERS = List.of(OFFICIAL, PROTON);
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    /** Tasks that the peers can perform only by decoding everything, and the task that measures it. */
    private static final Map<String, String> DONE_BY = Map.of(
            "richDecodeLazily", "richDecode", "smallDecodeView", "smallDecode", "smallDecodeReadView", "smallDecode");

    private final Map<String, Map<String, Figure>> byTask = new TreeMap<>();

    static Figures of(Collection<RunResult> results) {
        Figures figures = new Figures();
        for (RunResult result : results) {
            List<String> names = List.of(result.getParams().getBenchmark().split("\\."));
            String memory = result.getParams().getParam("memory");
            figures.add(
                    names.get(names.size() - 1) + (memory == null ? "" : ", " + memory),
                    names.get(names.size() - 2),
                    new Figure(
                            result.getPrimaryResult().getStatistics().getPercentile(50),
                            result.getSecondaryResults().get(ALLOCATION).getScore()));
        }
        return figures;
    }

    void add(String task, String codec, Figure figure) {
        byTask.computeIfAbsent(task, key -> new TreeMap<>()).put(codec, figure);
    }

    Set<String> tasks() {
        return byTask.keySet();
    }

    @Nullable
    Figure ours(String task) {
        return get(task, OURS);
    }

    /** Returns the measurement of a peer for a task, or for the one that it performs instead. */
    @Nullable
    Figure peer(String task, String codec) {
        Figure figure = get(task, codec);
        return figure == null ? get(DONE_BY.getOrDefault(task, task), codec) : figure;
    }

    /** Returns the fastest peer for a task; null if none was measured. */
    @Nullable
    String fasterPeer(String task) {
        List<String> measured = new ArrayList<>(PEERS);
        measured.removeIf(codec -> peer(task, codec) == null);
        return measured.stream()
                .min(Comparator.comparingDouble(
                        codec -> Objects.requireNonNull(peer(task, codec)).nanos()))
                .orElse(null);
    }

    private @Nullable Figure get(String task, String codec) {
        return byTask.getOrDefault(task, Map.of()).get(codec);
    }
}
