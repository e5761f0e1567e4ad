package io.rbfly.benchmarks.compare.driver;

import com.rabbitmq.stream.ProducerBuilder;
import io.rbfly.benchmarks.compare.plan.Scenario;

/**
 * The relevant settings of the official client.
 *
 * @param batchSize number of messages in a batch; 0 for the default, which is 100, and up to twice that with dynamic
 *     batches
 * @param dynamicBatch whether batches are sent by a thread that takes the available messages, which is the default, or
 *     only when they are full
 * @param credit number of chunks in flight
 */
record OfficialSettings(int batchSize, boolean dynamicBatch, int credit) {
    static final OfficialSettings DEFAULT = new OfficialSettings(0, true, 0);

    /** Returns the best known settings for a scenario. */
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
