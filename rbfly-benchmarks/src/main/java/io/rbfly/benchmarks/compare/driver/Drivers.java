package io.rbfly.benchmarks.compare.driver;

import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Scenario;

/** Makes contenders. */
public final class Drivers {
    /** Messages that may be unconfirmed, the default of both clients. */
    static final int WINDOW = 10_000;

    /** Chunks that may be on their way, as with ours. */
    static final int CREDIT = 100;

    private Drivers() {}

    /** A contender for a scenario. It connects at once or when it is first used, as its manner is. */
    public static Driver of(Contender contender, Scenario scenario, String uri) throws Exception {
        return switch (contender) {
            case OURS -> new OurDriver(uri, scenario.work(), 0);
            case SECOND_WAY -> new OurDriver(uri, scenario.work(), 1);
            case THIRD_WAY -> new OurDriver(uri, scenario.work(), 2);
            case OFFICIAL -> new OfficialDriver(uri, OfficialSettings.DEFAULT);
            case TUNED -> new OfficialDriver(uri, OfficialSettings.best(scenario));
            case LIMIT -> new LimitDriver(uri, scenario);
        };
    }
}
