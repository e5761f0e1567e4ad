package io.rbfly.simulation.plan;

import io.rbfly.client.api.PublisherOptions;

/**
 * Limits the bytes of publishers in some runs. It draws apart from everything else, so that other runs are as before.
 */
final class LimitDraw {
    private static final double SHARE = 0.15;
    private static final long APART = 0x6c696d697473L;

    private final Draw draw;

    LimitDraw(long seed) {
        this.draw = new Draw(seed ^ APART);
    }

    RunPlan addTo(RunPlan plan) {
        return draw.chance(SHARE)
                ? plan.with(
                        plan.publishers().stream()
                                .map(each -> each.with(limited(each.options())))
                                .toList(),
                        plan.readers(),
                        plan.faults())
                : plan;
    }

    private PublisherOptions limited(PublisherOptions options) {
        PublisherOptions limited = options;
        if (draw.chance(0.7)) {
            limited = limited.withMaxUnconfirmedBytes(1 + draw.below(draw.chance(0.5) ? 200 : 5_000));
        }
        if (draw.chance(0.5)) {
            limited = limited.withMaxPendingBytes(1 + draw.below(20_000));
        }
        return limited;
    }
}
