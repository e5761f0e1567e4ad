package io.rbfly.testkit.broker.differential;

import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.broker.differential.script.Session;
import io.rbfly.testkit.broker.differential.script.Step;
import io.rbfly.testkit.broker.differential.wire.Target;
import io.rbfly.testkit.broker.differential.wire.Transcript;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Runs scripts on two brokers in step, and compares what they send. */
final class Comparison {
    /** How long nothing must arrive before a step counts as completed. */
    private static final Duration QUIET = Duration.ofMillis(12);
    /** The same for the second try, which tells differences from frames that were late. */
    private static final Duration LONG_QUIET = Duration.ofMillis(250);
    /** How long one broker may be silent after the other one before a step counts as different. */
    private static final Duration LATE = Duration.ofMillis(350);
    /**
     * The same for the second try. RabbitMQ 4.3 serves no new connection for five seconds when several end at once with
     * frames in a wrong order, and the machine may be busy besides.
     */
    private static final Duration VERY_LATE = Duration.ofSeconds(30);

    private final Target real;
    private final Target embedded;

    Comparison(Target real, Target embedded) {
        this.real = real;
        this.embedded = embedded;
    }

    /** Runs a script; the difference between the brokers, if there is one. */
    Optional<Difference> run(Script script) {
        return isEqualAtOnce(script) ? Optional.empty() : run(script, LONG_QUIET, VERY_LATE);
    }

    /** The first try. If it cannot be completed, because a login takes too long for example, the second one decides. */
    private boolean isEqualAtOnce(Script script) {
        try {
            return run(script, QUIET, LATE).isEmpty();
        } catch (IllegalStateException | UncheckedIOException e) {
            return false;
        }
    }

    /** Runs a script once, which may take a frame that is late for a difference. */
    Optional<Difference> runOnce(Script script) {
        return run(script, QUIET.multipliedBy(3), LATE);
    }

    private Optional<Difference> run(Script script, Duration quiet, Duration limit) {
        try (Session first = new Session(real, prefix());
                Session second = new Session(embedded, prefix())) {
            int number = 0;
            for (Step step : script.steps()) {
                number++;
                first.run(step);
                second.run(step);
                boolean last = number == script.steps().size();
                if ((step.settles() || last) && !settle(script, first, second, quiet, limit)) {
                    return Optional.of(difference(script, first, second, number));
                }
            }
        }
        return Optional.empty();
    }

    private static String prefix() {
        return "d" + UUID.randomUUID().toString().substring(0, 8) + "-";
    }

    /** Waits until both brokers have sent the same and then nothing more; returns false if they do not. */
    private static boolean settle(Script script, Session first, Session second, Duration quiet, Duration limit) {
        first.transcript().changed(); // from now on nothing must arrive
        second.transcript().changed();
        while (true) {
            boolean equal = channels(script, first).equals(channels(script, second));
            Duration waited =
                    min(first.transcript().quiet(), second.transcript().quiet());
            Duration wanted = equal ? quiet : limit;
            if (waited.compareTo(wanted) >= 0) {
                return equal;
            }
            // The broker that is behind decides; a frame from the other one only makes it wait a little longer.
            Transcript later =
                    first.transcript().quiet().compareTo(second.transcript().quiet()) < 0
                            ? second.transcript()
                            : first.transcript();
            Duration before = later.quiet();
            later.await(() -> later.quiet().compareTo(before) < 0, min(Duration.ofMillis(3), wanted.minus(waited)));
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Map<String, List<String>> channels(Script script, Session session) {
        Map<String, List<String>> channels = session.transcript().copy();
        if (!script.chunks()) {
            channels.keySet().removeIf(name -> name.endsWith(Transcript.CHUNKS));
        }
        AcceptedDifference.apply(channels);
        return channels;
    }

    private static Difference difference(Script script, Session first, Session second, int step) {
        Map<String, List<String>> one = new TreeMap<>(channels(script, first));
        Map<String, List<String>> other = new TreeMap<>(channels(script, second));
        return new Difference(script, step, one, other);
    }
}
