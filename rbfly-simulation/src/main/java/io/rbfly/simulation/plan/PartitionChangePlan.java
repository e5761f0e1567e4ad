package io.rbfly.simulation.plan;

import java.time.Duration;

/**
 * The partitions of the super stream change.
 *
 * @param begins when
 * @param deleted the number of the partition that is deleted; negative if another one is added
 */
public record PartitionChangePlan(Duration begins, int deleted) {}
