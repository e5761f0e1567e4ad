package io.rbfly.testkit.broker.differential;

import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.broker.differential.script.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a script on which brokers differ shorter, as long as they still differ. */
final class Shrinker {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Differences found together are often the same one. */
    private static final int MAX_DIFFERENCES = 12;

    private final Comparison comparison;
    private int differences;

    Shrinker(Comparison comparison) {
        this.comparison = comparison;
    }

    /** Leaves out larger parts first, then single steps. */
    Difference shrink(Difference found) {
        return isOneOfTheFirst() ? shrink(found, System.nanoTime() + LIMIT.toNanos()) : found;
    }

    private synchronized boolean isOneOfTheFirst() {
        return differences++ < MAX_DIFFERENCES;
    }

    private Difference shrink(Difference found, long end) {
        Difference smallest = found;
        for (int part = found.step() / 2; part >= 1; part /= 2) {
            int start = 0;
            // The last step is the one that shows the difference.
            while (start < smallest.step() - 1 && System.nanoTime() < end) {
                Optional<Difference> less = without(smallest, start, Math.min(start + part, smallest.step() - 1));
                if (less.isPresent()) {
                    smallest = less.get();
                } else {
                    start += part;
                }
            }
        }
        // A frame that was late may have led astray.
        return comparison.run(smallest.script()).orElse(found);
    }

    private Optional<Difference> without(Difference difference, int from, int to) {
        Script script = difference.script();
        List<Step> steps = new ArrayList<>(script.steps().subList(0, difference.step()));
        steps.subList(from, to).clear();
        return comparison.runOnce(script.with(steps));
    }
}
