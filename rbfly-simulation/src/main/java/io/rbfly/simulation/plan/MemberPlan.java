package io.rbfly.simulation.plan;

import io.rbfly.client.api.SubscriptionOptions;
import java.time.Duration;

/**
 * A member of a group, which leaves and joins again.
 *
 * @param client the number of its client, which has one member of a group only
 * @param seed for everything that it draws
 * @param reading how it reads
 * @param options its options, with those of the group
 * @param begins when it joins
 * @param work how long a message takes, at most
 * @param lifetime how long it is a member before it leaves, at most; zero for always
 * @param away how long it is none before it joins again, at most
 */
public record MemberPlan(
        int client,
        long seed,
        ReaderPlan.Reading reading,
        SubscriptionOptions options,
        Duration begins,
        Duration work,
        Duration lifetime,
        Duration away) {}
