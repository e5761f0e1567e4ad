package io.rbfly.benchmarks.compare.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.rbfly.benchmarks.compare.plan.Goal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result for programs: a list of comparisons. Values that were not measured, and missing goals, are null. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    /** Writes a file. */
    public static void write(List<Comparison> comparisons, Path file) throws IOException {
        MAPPER.writeValue(file.toFile(), comparisons.stream().map(Json::of).toList());
    }

    static Map<String, @Nullable Object> of(Comparison comparison) {
        Goal goal = comparison.goal();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("scenario", comparison.scenario().id());
        object.put("metric", comparison.label());
        object.put("ours", number(comparison.ours()));
        object.put("official", number(comparison.official()));
        object.put("limit", number(comparison.limit()));
        object.put("ratio", number(comparison.ratio()));
        object.put("goal", goal == null ? null : goal.toString());
        object.put("met", comparison.met());
        return object;
    }

    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
