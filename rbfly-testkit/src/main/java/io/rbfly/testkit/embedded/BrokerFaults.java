package io.rbfly.testkit.embedded;

import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.cluster.ClusterState;
import io.rbfly.testkit.embedded.fault.FaultAction;
import io.rbfly.testkit.embedded.fault.RequestFault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/**
 * What can be made to fail in all nodes of an embedded broker or cluster.
 *
 * <p>The methods return when the fault has happened or ended. They throw {@link IllegalStateException} if they are
 * called on the event loop of the cluster, or if it is closed. Those that concern commands throw
 * {@link IllegalArgumentException} for commands that only brokers send, such as DELIVER.
 */
public final class BrokerFaults {
    private static final Duration MAX_DELAY = Duration.ofHours(1);

    private static final EnumSet<CommandKey> SENT_BY_BROKERS = EnumSet.of(
            CommandKey.PUBLISH_CONFIRM, CommandKey.PUBLISH_ERROR, CommandKey.DELIVER, CommandKey.METADATA_UPDATE);

    private final ClusterState state;
    private final ClusterLoop loop;
    private final List<EmbeddedNode> nodes;

    BrokerFaults(ClusterState state, ClusterLoop loop, List<EmbeddedNode> nodes) {
        this.state = state;
        this.loop = loop;
        this.nodes = nodes;
    }

    /**
     * Raises an alarm, as RabbitMQ does when memory or disk are used up: nothing more is read from connections that
     * have a publisher, and no publisher can be declared.
     */
    public void raiseAlarm() {
        loop.run(() -> state.alarm(true));
    }

    /** Ends the alarm. */
    public void clearAlarm() {
        loop.run(() -> state.alarm(false));
    }

    /**
     * Holds confirms back, as if the replicas of the streams did not answer: messages are accepted, but neither
     * confirmed nor delivered.
     */
    public void holdConfirms() {
        loop.run(() -> state.holdCommits(true));
    }

    /** Sends the confirms that were held back. */
    public void releaseConfirms() {
        loop.run(() -> state.holdCommits(false));
    }

    /**
     * Delays the confirm of each message, as slow disks and networks do, from the next message on. Zero ends this, also
     * for the messages that wait.
     *
     * @throws IllegalArgumentException if it is negative or longer than an hour
     */
    public void delayConfirms(Duration delay) {
        checked(delay);
        loop.run(() -> state.delayCommits(delay));
    }

    /** Closes all connections to all nodes without a word. Clients can connect again at once. */
    public void cutConnections() {
        loop.run(() -> nodes.forEach(EmbeddedNode::cut));
    }

    /**
     * Answers the next commands of a kind with a code instead of executing them. Messages are refused one by one, with
     * PublishError; a command that has no answer with a code is ignored.
     *
     * @param times the number of commands, at least 1
     */
    public void refuse(CommandKey command, ResponseCode code, int times) {
        Objects.requireNonNull(code, "code");
        add(command, new FaultAction.Refuse(code), times);
    }

    /**
     * Ignores the next commands of a kind: they are neither executed nor answered.
     *
     * @param times the number of commands, at least 1
     */
    public void ignore(CommandKey command, int times) {
        add(command, new FaultAction.Ignore(), times);
    }

    /**
     * Executes the next commands of a kind later. All that arrives on the same connection meanwhile waits for them,
     * since a broker executes the commands of a connection in their order; what the broker sends by itself does not
     * wait.
     *
     * @param times the number of commands, at least 1
     */
    public void delay(CommandKey command, Duration delay, int times) {
        add(command, new FaultAction.Delay(checked(delay)), times);
    }

    /**
     * Closes the connections from which the next commands of a kind arrive, without a word and without executing them.
     *
     * @param times the number of commands, at least 1
     */
    public void disconnect(CommandKey command, int times) {
        add(command, new FaultAction.Disconnect(), times);
    }

    /**
     * Closes the connection from which the next request to create a super stream arrives, without an answer and with a
     * part of it left behind, as RabbitMQ does when it fails meanwhile: the exchange, and a number of partitions as
     * streams that are not bound to it. If that is the number of all partitions, the super stream is complete, and only
     * the answer is lost.
     *
     * @param partitions from 0
     */
    public void abandonSuperStream(int partitions) {
        if (partitions < 0) {
            throw new IllegalArgumentException("partitions: " + partitions + " (expected: >= 0)");
        }
        loop.run(() -> state.faults().crashInSuperStream(partitions));
    }

    private void add(CommandKey command, FaultAction action, int times) {
        Objects.requireNonNull(command, "command");
        if (SENT_BY_BROKERS.contains(command)) {
            throw new IllegalArgumentException("command: " + command + " (expected: one that clients send, of "
                    + EnumSet.complementOf(SENT_BY_BROKERS) + ")");
        }
        if (times < 1) {
            throw new IllegalArgumentException("times: " + times + " (expected: >= 1)");
        }
        loop.run(() -> state.faults().requests().add(new RequestFault(command, null, null, action), times));
    }

    private static Duration checked(Duration delay) {
        Objects.requireNonNull(delay, "delay");
        if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: 0..1 hour)");
        }
        return delay;
    }

    /**
     * Ends all faults, also those of single nodes: nodes that were killed, frozen or isolated run again. What was held
     * back or delayed happens now. Connections, streams and leaders remain as they are.
     */
    public void end() {
        delayConfirms(Duration.ZERO);
        releaseConfirms();
        clearAlarm();
        loop.run(() -> {
            state.faults().endSuperStreamCrash();
            state.faults().requests().end();
        });
        nodes.forEach(node -> {
            node.thaw();
            node.rejoin();
            node.start();
        });
    }
}
