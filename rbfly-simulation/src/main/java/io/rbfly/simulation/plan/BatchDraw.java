package io.rbfly.simulation.plan;

import io.rbfly.client.api.Batching;
import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.compression.Compression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets publishers of some runs send batches. It draws apart from everything else, so that other runs are as before. */
final class BatchDraw {
    private static final double SHARE = 0.3;
    /** The compressions that need no library. */
    private static final Compression[] COMPRESSIONS = {Compression.NONE, Compression.GZIP};

    private final Draw draw;

    BatchDraw(long seed) {
        this.draw = new Draw(~seed);
    }

    RunPlan addTo(RunPlan plan) {
        if (!draw.chance(SHARE)) {
            return plan;
        }
        double share = draw.chance(0.5) ? 1 : 0.5;
        boolean postFilters =
                plan.readers().stream().map(each -> each.options().filter()).anyMatch(BatchDraw::isPostFilter);
        List<PublisherPlan> publishers = plan.publishers().stream()
                .map(each -> draw.chance(share) && !postFilters ? each.with(batching(each.options())) : each)
                .toList();
        return plan.with(publishers, plan.readers(), plan.faults());
    }

    /** Whether a reader drops messages for which it expects filter values, which batches do not have. */
    private static boolean isPostFilter(@Nullable MessageFilter filter) {
        return filter != null && filter.filterValue() != null;
    }

    private PublisherOptions batching(PublisherOptions options) {
        int messages = draw.chance(0.5) ? 1 + draw.below(5) : 1 + draw.below(50);
        return options.withFilterValue(null).withBatching(Batching.of(messages, draw.pick(COMPRESSIONS)));
    }
}
