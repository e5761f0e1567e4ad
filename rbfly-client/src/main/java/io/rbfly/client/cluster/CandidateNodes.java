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
 * The nodes to try for one publisher or subscription, and what failed in this round. Those that failed in an earlier
 * round are the last ones. Used on the event loop only.
 */
public final class CandidateNodes {
    private final Deque<StreamNode> left = new ArrayDeque<>();
    private final List<StreamException> failures = new ArrayList<>();
    private final Set<Address> doubtful = new HashSet<>();

    /** Begins a round. */
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

    /** Notes what failed: of a node that it cannot be used, or of the round that there are no nodes to try. */
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

    /** What failed in this round, the latest last. */
    public List<StreamException> failures() {
        return failures;
    }
}
