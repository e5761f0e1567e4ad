package io.rbfly.testkit.embedded;

import io.netty.channel.EventLoop;
import io.rbfly.testkit.embedded.cluster.ClusterState;
import io.rbfly.testkit.embedded.cluster.User;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a cluster.
 *
 * @param users at least one; the first is the user of the URIs
 * @param virtualHosts beside /
 * @param tls null if there are no connections over TLS
 */
record Settings(
        List<User> users,
        Set<String> virtualHosts,
        InstantSource clock,
        @Nullable ServerTls tls,
        long maxMemory,
        int frameMax,
        Duration heartbeat,
        Duration electionDelay,
        Duration requestTimeout,
        int maxConnections) {
    /** Creates the state of a cluster with these settings. */
    ClusterState state(EventLoop loop, List<String> nodeNames) {
        ClusterState state = new ClusterState(loop, new GuardedClock(clock), maxMemory, nodeNames);
        users.forEach(state::addUser);
        virtualHosts.forEach(state::addVirtualHost);
        state.propose(frameMax, Math.toIntExact(heartbeat.toSeconds()));
        state.electionDelay(electionDelay);
        state.requestTimeout(requestTimeout);
        state.maxConnections(maxConnections);
        state.whenFull(new MemoryWarning(maxMemory));
        return state;
    }

    /** Tells once that messages are refused: the client reports only a code. */
    private static final class MemoryWarning implements Runnable {
        private final long maxMemory;
        private boolean told;

        private MemoryWarning(long maxMemory) {
            this.maxMemory = maxMemory;
        }

        @Override
        public void run() {
            if (!told) {
                told = true;
                System.Logger log = System.getLogger(EmbeddedBroker.class.getName()); // not earlier: it takes time
                log.log(
                        System.Logger.Level.WARNING,
                        "the embedded broker refuses messages, since its streams take all of its " + maxMemory
                                + " bytes: delete streams, give them a maximum size, or set a larger maxMemory");
            }
        }
    }
}
