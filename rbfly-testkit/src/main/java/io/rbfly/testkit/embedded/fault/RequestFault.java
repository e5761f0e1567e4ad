package io.rbfly.testkit.embedded.fault;

import io.rbfly.protocol.wire.CommandKey;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A rule for commands that are not to be executed.
 *
 * @param command the command
 * @param stream the stream or super stream that it is about; null for any, also for commands that are about none
 * @param node the name of the node that receives it; null for any
 * @param action what happens instead
 */
public record RequestFault(
        CommandKey command,
        @Nullable String stream,
        @Nullable String node,
        FaultAction action) {
    boolean matches(CommandKey key, Collection<String> names, String receiver) {
        return key == command && (stream == null || names.contains(stream)) && (node == null || node.equals(receiver));
    }
}
