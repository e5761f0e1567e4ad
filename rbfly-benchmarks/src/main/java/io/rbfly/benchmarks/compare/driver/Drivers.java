package io.rbfly.benchmarks.compare.driver;

import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Scenario;

/** Creates contenders. */
public final class Drivers {
    /** The maximum number of unconfirmed messages, the default of both clients. */
    static final int WINDOW = 10_000;

    /** The same for batches, for both clients: a window of the default is only 100 of them. */
    static final int BATCH_WINDOW = 50_000;

    /** The maximum number of chunks in flight, as for RbFly. */
    static final int CREDIT = 100;

    private Drivers() {}

    /** Creates a contender for a scenario. Depending on the client, it connects immediately or on first use. */
    public static Driver of(Contender contender, Scenario scenario, String uri) throws Exception {
        return switch (contender) {
            case OURS -> new OurDriver(uri, scenario, 0);
            case SECOND_WAY -> new OurDriver(uri, scenario, 1);
            case THIRD_WAY -> new OurDriver(uri, scenario, 2);
            case OFFICIAL -> new OfficialDriver(uri, scenario.work(), OfficialSettings.standard(scenario));
            case TUNED -> new OfficialDriver(uri, scenario.work(), OfficialSettings.best(scenario));
            case LIMIT -> new LimitDriver(uri, scenario);
        };
    }
}
