package io.rbfly.client.recovery;

import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One error for several attempts. */
public final class CombinedError {
    private CombinedError() {}

    /**
     * One error for all that was tried. That they refused is only said when all did: otherwise one of them may work
     * later.
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
        if (all.getSuppressed().length == 0) { // an error of a connection is one for all who waited for it
            others.forEach(all::addSuppressed);
        }
        return all;
    }
}
