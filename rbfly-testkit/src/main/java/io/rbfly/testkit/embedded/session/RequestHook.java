package io.rbfly.testkit.embedded.session;

import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.cluster.Node;
import io.rbfly.testkit.embedded.fault.FaultAction;
import io.rbfly.testkit.embedded.fault.RequestFaults;
import io.rbfly.testkit.embedded.session.channel.Closing;
import io.rbfly.testkit.embedded.session.channel.NodeTimers;
import java.util.Collection;
import java.util.function.Consumer;

/** Applies the faults that a test has requested to the commands of one client. */
final class RequestHook {
    private final RequestFaults faults;
    private final Node node;
    private final NodeTimers timers;
    private final Closing closing;

    RequestHook(RequestFaults faults, Node node, NodeTimers timers, Closing closing) {
        this.faults = faults;
        this.node = node;
        this.timers = timers;
        this.closing = closing;
    }

    /** Whether there are faults to apply. */
    boolean isActive() {
        return !faults.isEmpty();
    }

    /**
     * Applies a fault to a command.
     *
     * @param streams the streams that the command is about
     * @param refuse answers with a code
     * @param execute executes the command, possibly later
     * @return false if there is no fault for the command
     */
    boolean applies(CommandKey key, Collection<String> streams, Consumer<ResponseCode> refuse, Runnable execute) {
        FaultAction action = faults.next(key, streams, node.name());
        if (action instanceof FaultAction.Refuse refusal) {
            refuse.accept(refusal.code());
        } else if (action instanceof FaultAction.Delay delay) {
            timers.after(delay.delay(), () -> executeLate(execute));
        } else if (action instanceof FaultAction.Disconnect) {
            closing.drop();
        } else if (action instanceof FaultAction.Close close) {
            closing.closeWith(close.code(), close.reason());
        }
        return action != null;
    }

    private void executeLate(Runnable command) {
        if (closing.isOver()) {
            return;
        }
        try {
            command.run();
        } catch (RuntimeException e) {
            closing.drop(); // as at any other time
        }
    }
}
