package io.rbfly.simulation.plan;

import io.rbfly.client.api.Batching;
import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.compression.Compression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets publishers of some runs send batches, and limits the bytes of some. Each of these is drawn apart from everything
 * else, so that other runs are as before.
 */
final class PublisherDraw {
    private static final double WITH_BATCHES = 0.3;
    private static final double WITH_LIMITS = 0.15;
    private static final long APART = 0x6c696d697473L;
    /** The compressions that need no library. */
    private static final Compression[] COMPRESSIONS = {Compression.NONE, Compression.GZIP};

    private final Draw batches;
    private final Draw limits;

    PublisherDraw(long seed) {
        this.batches = new Draw(~seed);
        this.limits = new Draw(seed ^ APART);
    }

    RunPlan addTo(RunPlan plan) {
        return addLimits(addBatches(plan));
    }

    private RunPlan addBatches(RunPlan plan) {
        if (!batches.chance(WITH_BATCHES)) {
            return plan;
        }
        double share = batches.chance(0.5) ? 1 : 0.5;
        boolean postFilters =
                plan.readers().stream().map(each -> each.options().filter()).anyMatch(PublisherDraw::isPostFilter);
        List<PublisherPlan> publishers = plan.publishers().stream()
                .map(each -> batches.chance(share) && !postFilters ? each.with(batching(each.options())) : each)
                .toList();
        return plan.with(publishers, plan.readers(), plan.faults());
    }

    /** Whether a reader drops messages for which it expects filter values, which batches do not have. */
    private static boolean isPostFilter(@Nullable MessageFilter filter) {
        return filter != null && filter.filterValue() != null;
    }

    private PublisherOptions batching(PublisherOptions options) {
        int messages = batches.chance(0.5) ? 1 + batches.below(5) : 1 + batches.below(50);
        return options.withFilterValue(null).withBatching(Batching.of(messages, batches.pick(COMPRESSIONS)));
    }

    private RunPlan addLimits(RunPlan plan) {
        if (!limits.chance(WITH_LIMITS)) {
            return plan;
        }
        List<PublisherPlan> publishers = plan.publishers().stream()
                .map(each -> each.with(limited(each.options())))
                .toList();
        return plan.with(publishers, plan.readers(), plan.faults());
    }

    private PublisherOptions limited(PublisherOptions options) {
        PublisherOptions limited = options;
        if (limits.chance(0.7)) {
            limited = limited.withMaxUnconfirmedBytes(1 + limits.below(limits.chance(0.5) ? 200 : 5_000));
        }
        if (limits.chance(0.5)) {
            limited = limited.withMaxPendingBytes(1 + limits.below(20_000));
        }
        return limited;
    }
}
