package io.rbfly.client.cluster;

import io.rbfly.client.config.Transport;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The location of a stream.
 *
 * @param code the reason for which the location is unknown, or {@link ResponseCode#OK}
 * @param leader the leader's node, null if there currently is none
 * @param replicas the nodes of the other replicas
 */
public record StreamLocation(ResponseCode code, @Nullable StreamNode leader, List<StreamNode> replicas) {
    /** Returns the location of an unknown stream. */
    static StreamLocation unknown(ResponseCode code) {
        return new StreamLocation(code, null, List.of());
    }

    /** Whether no other node can know more: it contains the leader, or states that the stream does not exist. */
    boolean isComplete() {
        return code == ResponseCode.OK ? leader != null : code == ResponseCode.STREAM_DOES_NOT_EXIST;
    }

    /**
     * Returns the nodes to try, the best first: for publishers the leader and nothing else, for subscriptions a
     * replica, otherwise the leader unless it is excluded.
     */
    public List<StreamNode> candidates(RoleConnections connections, Transport transport) {
        List<StreamNode> candidates = new ArrayList<>();
        if (connections.role() == ConnectionRole.READING) {
            candidates.addAll(transport.shuffled(replicas));
        }
        if (leader != null && !connections.replicaOnly()) {
            candidates.add(leader);
        }
        return candidates;
    }
}
