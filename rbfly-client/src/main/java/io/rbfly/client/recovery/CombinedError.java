package io.rbfly.client.recovery;

import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Combines the exceptions of several attempts. */
public final class CombinedError {
    private CombinedError() {}

    /**
     * Returns one exception for all attempts. It is only reported as a refusal if all of them were: otherwise one of
     * the nodes may succeed later.
     *
     * @param failures at least one
     */
    public static StreamException of(List<StreamException> failures) {
        StreamException first = failures.get(0);
        Set<StreamException> others = new LinkedHashSet<>(failures);
        others.remove(first);
        if (others.isEmpty()) {
            return first;
        }
        StreamException all = first;
        if (!failures.stream().allMatch(RecoveryPolicy::isRefusal)) {
            String messages = failures.stream()
                    .map(StreamException::getMessage)
                    .distinct()
                    .collect(Collectors.joining("; "));
            all = new ConnectionException(messages, first);
        }
        // Only once: the exception of a connection is shared by all callers that waited for it.
        if (all.getSuppressed().length == 0) {
            others.forEach(all::addSuppressed);
        }
        return all;
    }
}
