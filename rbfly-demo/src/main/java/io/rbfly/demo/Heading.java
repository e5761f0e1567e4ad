package io.rbfly.demo;

import io.rbfly.demo.calculation.Patience;
import java.util.Locale;

/** The title and subtitle of the chart: what was run, and the result. */
final class Heading {
    private final DemoOptions options;
    private final int size;
    private final long closedByBroker;

    Heading(DemoOptions options, int size, long closedByBroker) {
        this.options = options;
        this.size = size;
        this.closedByBroker = closedByBroker;
    }

    String title() {
        String where = options.noThreads ? "Calculations on the event loop" : "Calculations in a thread pool";
        if (options.noThreads && closedByBroker > 0) {
            return where + ": heartbeats stop, and the broker closes the connection";
        }
        if (!options.noThreads && closedByBroker == 0) {
            return where + ": heartbeats continue, and the broker keeps the connection";
        }
        return where;
    }

    String subtitle() {
        Patience patience = new Patience(options.heartbeat());
        return String.format(
                Locale.ROOT,
                "matrices of %d x %d, a heartbeat every %d s; the broker closes a connection that is silent for %d to %d s",
                size,
                size,
                options.heartbeat().getSeconds(),
                patience.shortest().getSeconds(),
                patience.longest().getSeconds());
    }
}
