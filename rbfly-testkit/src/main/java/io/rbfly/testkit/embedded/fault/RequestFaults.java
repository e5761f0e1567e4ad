package io.rbfly.testkit.embedded.fault;

import io.rbfly.protocol.wire.CommandKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for commands that are not to be executed; the first that matches is applied, a limited number of times. */
public final class RequestFaults {
    /** The number of times for a rule that is always applied. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private final List<Counted> rules = new ArrayList<>();
    private final Set<Runnable> delayed = new LinkedHashSet<>();

    private static final class Counted {
        private final RequestFault fault;
        private int times;

        private Counted(RequestFault fault, int times) {
            this.fault = fault;
            this.times = times;
        }
    }

    /** Creates an empty list. */
    public RequestFaults() {}

    /** Adds a rule that is applied to the next commands that it matches, after those that earlier rules match. */
    public void add(RequestFault fault, int times) {
        if (times <= 0) {
            throw new IllegalArgumentException("times: " + times + " (expected: 1 or more)");
        }
        rules.add(new Counted(fault, times));
    }

    /** Removes a rule, if it is left. */
    public void remove(RequestFault fault) {
        rules.removeIf(rule -> rule.fault == fault);
    }

    /** Removes all rules. */
    public void clear() {
        rules.clear();
    }

    /**
     * Registers a command that is executed later.
     *
     * @return executes it, unless it was executed because all faults have ended
     */
    public Runnable delayed(Runnable command) {
        Runnable once = new Runnable() {
            @Override
            public void run() {
                if (delayed.remove(this)) {
                    command.run();
                }
            }
        };
        delayed.add(once);
        return once;
    }

    /** Removes all rules, and executes the commands that are delayed. */
    public void end() {
        clear();
        List.copyOf(delayed).forEach(Runnable::run);
    }

    /**
     * What happens to a command, which counts as an application of the rule.
     *
     * @param streams the streams or super streams that it is about
     * @param node the node that received it
     * @return null if it is executed
     */
    public @Nullable FaultAction next(CommandKey key, Collection<String> streams, String node) {
        for (Iterator<Counted> all = rules.iterator(); all.hasNext(); ) {
            Counted rule = all.next();
            if (rule.fault.matches(key, streams, node)) {
                if (rule.times != ALWAYS && --rule.times == 0) {
                    all.remove();
                }
                return rule.fault.action();
            }
        }
        return null;
    }

    /** Whether no command is affected. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }
}
