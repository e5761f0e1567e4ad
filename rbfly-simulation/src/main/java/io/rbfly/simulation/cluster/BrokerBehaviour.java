package io.rbfly.simulation.cluster;

import io.rbfly.simulation.plan.ClusterPlan;
import io.rbfly.testkit.embedded.cluster.ClusterFaults;
import io.rbfly.testkit.embedded.cluster.ClusterState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes brokers do what the protocol permits, and what one of them alone rarely does. */
final class BrokerBehaviour {
    private final ClusterPlan plan;
    private final SplittableRandom random;

    BrokerBehaviour(ClusterPlan plan) {
        this.plan = plan;
        this.random = new SplittableRandom(plan.seed());
    }

    void of(ClusterState cluster) {
        ClusterFaults faults = cluster.faults();
        cluster.electionDelay(plan.election());
        faults.maxEntries(plan.maxEntries());
        faults.election(candidates -> candidates.get(random.nextInt(candidates.size())));
        if (plan.survivors()) {
            faults.survivors(uncommitted -> random.nextInt(uncommitted + 1));
        }
        if (plan.confirmIds() < ClusterPlan.USUAL.confirmIds()
                || !plan.confirmDelay().isZero()) {
            faults.confirms(this::split, this::confirmDelay);
        }
    }

    /** In pieces, and in any order. */
    private List<long[]> split(List<long[]> confirms) {
        List<long[]> pieces = new ArrayList<>();
        for (long[] ids : confirms) {
            for (int from = 0; from < ids.length; ) {
                int to = (int) Math.min(ids.length, from + 1L + random.nextInt(plan.confirmIds()));
                pieces.add(random.nextInt(pieces.size() + 1), Arrays.copyOfRange(ids, from, to));
                from = to;
            }
        }
        return pieces;
    }

    private Duration confirmDelay() {
        long longest = plan.confirmDelay().toNanos();
        return longest == 0 || random.nextBoolean() ? Duration.ZERO : Duration.ofNanos(random.nextLong(longest));
    }
}
