package io.rbfly.benchmarks.compare.driver;

import com.rabbitmq.stream.ProducerBuilder;
import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.client.api.compression.Compression;
import org.jspecify.annotations.Nullable;

/**
 * The relevant settings of the official client.
 *
 * @param batchSize number of messages in a batch; 0 for the default, which is 100, and up to twice that with dynamic
 *     batches
 * @param dynamicBatch whether batches are sent by a thread that takes the available messages, which is the default, or
 *     only when they are full
 * @param credit number of chunks in flight
 * @param compression that of sub-entries, null for messages without sub-entries
 * @param maxUnconfirmed number of unconfirmed messages; 0 for the default, which is 10,000
 */
record OfficialSettings(
        int batchSize,
        boolean dynamicBatch,
        int credit,
        @Nullable Compression compression,
        int maxUnconfirmed) {
    private OfficialSettings(int batchSize, boolean dynamicBatch, int credit) {
        this(batchSize, dynamicBatch, credit, null, 0);
    }

    /** Returns the defaults. */
    static OfficialSettings standard(Scenario scenario) {
        return new OfficialSettings(0, true, 0, scenario.compression(), 0);
    }

    /** Returns the best known settings for a scenario. */
    static OfficialSettings best(Scenario scenario) {
        return switch (scenario.work()) {
            case ROUND_TRIPS -> new OfficialSettings(scenario.size(), false, 0);
            case BATCH_FLOOD -> new OfficialSettings(1000, true, 0, scenario.compression(), Drivers.BATCH_WINDOW);
            case FLOOD, PARTITION_FLOOD -> new OfficialSettings(1000, true, 0);
            case READ, BATCH_READ -> new OfficialSettings(0, true, 100);
            case PACED, LATE_CONFIRMS -> new OfficialSettings(1, false, 0);
            case START, IDLE, OPEN -> standard(scenario);
        };
    }

    @SuppressWarnings("deprecation") // batches that are not dynamic
    ProducerBuilder applyTo(ProducerBuilder builder) {
        if (compression != null) {
            builder.subEntrySize(Scenario.BATCH)
                    .compression(com.rabbitmq.stream.compression.Compression.valueOf(compression.name()));
        }
        if (maxUnconfirmed > 0) {
            builder.maxUnconfirmedMessages(maxUnconfirmed);
        }
        if (!dynamicBatch) {
            builder.dynamicBatch(false);
        }
        return batchSize == 0 ? builder : builder.batchSize(batchSize);
    }
}
