package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Drivers;
import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.plan.Scenarios;

/**
 * What samples are to be taken of. It goes to the process as arguments, in this order.
 *
 * @param messages of a stream that is read
 * @param warmUpMillis of work before the first sample, at least
 * @param mostWarmUpMillis of work before the first sample, at most
 * @param leadMillis of work before each sample
 * @param measureMillis of the work that is measured
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
    /** The arguments of the process. */
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

    /** The contender at another address of the broker, such as that of a proxy. */
    Driver driver(String address) throws Exception {
        return Drivers.of(contender, scenario, address);
    }
}
