package io.rbfly.client.cluster;

import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.StreamException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * The nodes to try for one publisher or subscription, and the failures of this round. Nodes that failed in an earlier
 * round are tried last. Used on the event loop only.
 */
public final class CandidateNodes {
    private final Deque<StreamNode> left = new ArrayDeque<>();
    private final List<StreamException> failures = new ArrayList<>();
    private final Set<Address> doubtful = new HashSet<>();

    /** Starts a round. */
    public void begin(List<StreamNode> nodes) {
        left.clear();
        failures.clear();
        Queue<StreamNode> last = new ArrayDeque<>();
        nodes.forEach(node -> (doubtful.contains(node.advertised()) ? last : left).add(node));
        left.addAll(last);
    }

    /** Ends a round that found a node. */
    public void end() {
        left.clear();
        failures.clear();
        doubtful.clear();
    }

    /** Adds a failure: of a node, or of the round if there are no nodes to try. */
    public void failed(StreamException cause) {
        failures.add(cause);
    }

    /** Tries a node last in later rounds. */
    public void doubt(Address node) {
        doubtful.add(node);
    }

    public boolean isEmpty() {
        return left.isEmpty();
    }

    public StreamNode next() {
        return left.remove();
    }

    /** The failures of this round, the latest last. */
    public List<StreamException> failures() {
        return failures;
    }
}
