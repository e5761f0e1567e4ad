package io.rbfly.simulation.workload;

import io.rbfly.client.api.MessageFilter;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.FilterValues;
import io.rbfly.simulation.plan.PublisherPlan;
import io.rbfly.simulation.plan.RunPlan;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which messages a subscription must deliver, and which it may.
 *
 * @param filter null for all messages
 * @param withValues the publishers whose messages have filter values
 */
record Selection(@Nullable MessageFilter filter, Set<Integer> withValues) {
    /** All messages. */
    static final Selection ALL = new Selection(null, Set.of());

    /** The messages of a filter in a run. */
    static Selection of(@Nullable MessageFilter filter, RunPlan plan) {
        Set<Integer> withValues = new HashSet<>();
        for (PublisherPlan each : plan.publishers()) {
            if (each.options().filterValue() != null && each.sending() != PublisherPlan.Sending.RAW) {
                withValues.add(each.id());
            }
        }
        return filter == null ? ALL : new Selection(filter, withValues);
    }

    boolean isAll() {
        return filter == null;
    }

    /** Whether nothing that exists is delivered of a range of offsets. */
    boolean hasNothing(StoredMessages stored, long from, long to) {
        for (int position = stored.positionOf(from); position < stored.positionOf(to); position++) {
            StoredMessages.Stored each = stored.get(position);
            if (mayBeDelivered(each) && !stored.isDeleted(each)) {
                return false;
            }
        }
        return true;
    }

    /** The first offset from one on of which the message may be delivered, or is not stored yet. */
    long next(StoredMessages stored, long from) {
        for (int position = stored.positionOf(from); position < stored.size(); position++) {
            if (mayBeDelivered(stored.get(position))) {
                return stored.get(position).offset();
            }
        }
        return Math.max(from, stored.end());
    }

    boolean isSelected(StoredMessages.Stored message) {
        if (filter == null) {
            return true;
        }
        String value = withValues.contains(message.publisher()) ? FilterValues.of(message.number()) : null;
        return value == null ? filter.unfiltered() : filter.values().contains(value);
    }

    /** Brokers send whole chunks, so that others are delivered as well unless the client drops them. */
    boolean mayBeDelivered(StoredMessages.Stored message) {
        return filter == null || filter.filterValue() == null || isSelected(message);
    }
}
