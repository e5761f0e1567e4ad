package io.rbfly.simulation.plan;

import io.rbfly.simulation.network.LinkSettings;
import java.time.Duration;
import java.util.List;

/**
 * A run.
 *
 * @param seed from which it was drawn
 * @param nodes the number of nodes
 * @param streams the number of streams
 * @param link the network
 * @param maxTurnNanos how long a turn of a thread takes at most
 * @param active how long faults happen
 * @param publishers the publishers
 * @param readers the subscriptions
 * @param cluster what is peculiar to the brokers
 * @param faults what goes wrong
 * @param scaleOut groups
 */
public record RunPlan(
        long seed,
        int nodes,
        int streams,
        LinkSettings link,
        int maxTurnNanos,
        Duration active,
        List<ClientPlan> clients,
        List<PublisherPlan> publishers,
        List<ReaderPlan> readers,
        ClusterPlan cluster,
        List<FaultPlan> faults,
        ScaleOutPlan scaleOut) {
    /** Whether there are faults of a kind. */
    public boolean has(FaultPlan.Kind kind) {
        return faults.stream().anyMatch(each -> each.kind() == kind);
    }

    /** The same run with other parts. */
    public RunPlan with(List<PublisherPlan> publishers, List<ReaderPlan> readers, List<FaultPlan> faults) {
        return new RunPlan(
                seed,
                nodes,
                streams,
                link,
                maxTurnNanos,
                active,
                clients,
                publishers,
                readers,
                cluster,
                faults,
                scaleOut);
    }

    /** The same run with other clients. */
    public RunPlan withClients(List<ClientPlan> clients) {
        return new RunPlan(
                seed,
                nodes,
                streams,
                link,
                maxTurnNanos,
                active,
                clients,
                publishers,
                readers,
                cluster,
                faults,
                scaleOut);
    }

    /** The same run with another cluster. */
    public RunPlan withCluster(ClusterPlan cluster) {
        return new RunPlan(
                seed,
                nodes,
                streams,
                link,
                maxTurnNanos,
                active,
                clients,
                publishers,
                readers,
                cluster,
                faults,
                scaleOut);
    }

    /** The same run, which is active for another time. */
    public RunPlan withActive(Duration active) {
        return new RunPlan(
                seed,
                nodes,
                streams,
                link,
                maxTurnNanos,
                active,
                clients,
                publishers,
                readers,
                cluster,
                faults,
                scaleOut);
    }

    /** The same run with other groups. */
    public RunPlan withScaleOut(ScaleOutPlan scaleOut) {
        return new RunPlan(
                seed,
                nodes,
                streams,
                link,
                maxTurnNanos,
                active,
                clients,
                publishers,
                readers,
                cluster,
                faults,
                scaleOut);
    }
}
