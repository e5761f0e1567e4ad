package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Drivers;
import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.plan.Scenarios;

/** What a sample is to be taken of. It goes to the process as arguments, in this order. */
public record Task(
        Scenario scenario,
        Contender contender,
        String uri,
        String stream,
        int messages,
        int warmUpMillis,
        int measureMillis) {
    /** The arguments of the process. */
    public String[] toArguments() {
        return new String[] {
            scenario.id(),
            contender.name(),
            uri,
            stream,
            Integer.toString(messages),
            Integer.toString(warmUpMillis),
            Integer.toString(measureMillis)
        };
    }

    static Task of(String[] arguments) {
        return new Task(
                Scenarios.byId(arguments[0]),
                Contender.valueOf(arguments[1]),
                arguments[2],
                arguments[3],
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                Integer.parseInt(arguments[6]));
    }

    Driver driver() throws Exception {
        return Drivers.of(contender, scenario, uri);
    }
}
