package io.rbfly.client.cluster;

import io.rbfly.client.config.Transport;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream is.
 *
 * @param code why nothing is known of it, or {@link ResponseCode#OK}
 * @param leader the leader's node, null when there is none now
 * @param replicas the nodes of the others
 */
public record StreamLocation(ResponseCode code, @Nullable StreamNode leader, List<StreamNode> replicas) {
    /** Where a stream that nobody knows is. */
    static StreamLocation unknown(ResponseCode code) {
        return new StreamLocation(code, null, List.of());
    }

    /** Whether no other node could know better: where its leader is, or that there is no such stream. */
    boolean isComplete() {
        return code == ResponseCode.OK ? leader != null : code == ResponseCode.STREAM_DOES_NOT_EXIST;
    }

    /** Where to go, the best first: publishers to the leader, subscriptions to any replica, or else to the leader. */
    public List<StreamNode> candidates(ConnectionRole role, Transport transport) {
        List<StreamNode> candidates = new ArrayList<>();
        if (role == ConnectionRole.READING) {
            candidates.addAll(transport.shuffled(replicas));
        }
        if (leader != null) {
            candidates.add(leader);
        }
        return candidates;
    }
}
