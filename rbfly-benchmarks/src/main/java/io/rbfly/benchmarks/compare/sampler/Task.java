package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Drivers;
import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.plan.Scenarios;

/**
 * What to take samples of. It is passed to the process as arguments, in this order.
 *
 * @param messages number of messages of a stream that is read
 * @param warmUpMillis minimum time of work before the first sample
 * @param mostWarmUpMillis maximum time of work before the first sample
 * @param leadMillis time of work before each sample
 * @param measureMillis time of the work that is measured
 */
public record Task(
        Scenario scenario,
        Contender contender,
        String uri,
        String stream,
        int messages,
        int warmUpMillis,
        int mostWarmUpMillis,
        int leadMillis,
        int measureMillis) {
    /** Returns the arguments of the process. */
    public String[] toArguments() {
        return new String[] {
            scenario.id(),
            contender.name(),
            uri,
            stream,
            Integer.toString(messages),
            Integer.toString(warmUpMillis),
            Integer.toString(mostWarmUpMillis),
            Integer.toString(leadMillis),
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
                Integer.parseInt(arguments[6]),
                Integer.parseInt(arguments[7]),
                Integer.parseInt(arguments[8]));
    }

    Driver driver() throws Exception {
        return driver(uri);
    }

    /** Creates the contender with another address of the broker, such as that of a proxy. */
    Driver driver(String address) throws Exception {
        return Drivers.of(contender, scenario, address);
    }
}
