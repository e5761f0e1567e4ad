package io.rbfly.benchmarks.compare.driver;

import com.rabbitmq.stream.ProducerBuilder;
import io.rbfly.benchmarks.compare.plan.Scenario;

/**
 * Settings of the official client that matter here.
 *
 * @param batchSize messages of a batch; 0 leaves the default, which is 100, and up to twice that when batches are
 *     dynamic
 * @param dynamicBatch whether batches are sent by a thread that takes what is there, the default, or when they are full
 * @param credit chunks on their way
 */
record OfficialSettings(int batchSize, boolean dynamicBatch, int credit) {
    static final OfficialSettings DEFAULT = new OfficialSettings(0, true, 0);

    /** What is best for a scenario, as far as it was found out. */
    static OfficialSettings best(Scenario scenario) {
        return switch (scenario.work()) {
            case ROUND_TRIPS -> new OfficialSettings(scenario.size(), false, 0);
            case FLOOD -> new OfficialSettings(1000, true, 0);
            case READ -> new OfficialSettings(0, true, 100);
            case PACED, LATE_CONFIRMS -> new OfficialSettings(1, false, 0);
            case START, IDLE, OPEN -> DEFAULT;
        };
    }

    @SuppressWarnings("deprecation") // batches that are not dynamic
    ProducerBuilder applyTo(ProducerBuilder builder) {
        if (!dynamicBatch) {
            builder.dynamicBatch(false);
        }
        return batchSize == 0 ? builder : builder.batchSize(batchSize);
    }
}
