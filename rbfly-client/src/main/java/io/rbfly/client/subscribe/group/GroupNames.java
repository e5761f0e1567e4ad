package io.rbfly.client.subscribe.group;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The groups of which a client has members. The name of a group is used for a stream either on its own or as a
 * partition of one super stream: brokers up to 4.1.0 accept both, and their stream coordinator crashes then, for the
 * whole cluster and at each restart. Used on the event loop only.
 */
public final class GroupNames {
    private final Map<Key, Use> uses = new HashMap<>();

    private record Key(String stream, String group) {}

    /** How a name is used, and by how many members. */
    private static final class Use {
        private final @Nullable String superStream;
        private int members;

        private Use(@Nullable String superStream) {
            this.superStream = superStream;
        }
    }

    /**
     * A member is about to join.
     *
     * @param superStream that the stream is a partition of, null if it is read on its own
     * @throws IllegalArgumentException if other members use the name in another way
     */
    void add(String stream, String group, @Nullable String superStream) {
        Use use = uses.computeIfAbsent(new Key(stream, group), key -> new Use(superStream));
        if (!Objects.equals(use.superStream, superStream)) {
            throw new IllegalArgumentException("group: " + group + " reads " + stream + " " + text(use.superStream)
                    + " already (expected: not also " + text(superStream) + ")");
        }
        use.members++;
    }

    private static String text(@Nullable String superStream) {
        return superStream == null ? "as a stream on its own" : "as a partition of " + superStream;
    }

    /** A member has left. */
    void remove(String stream, String group) {
        Key key = new Key(stream, group);
        Use use = uses.get(key);
        if (use != null && --use.members == 0) {
            uses.remove(key);
        }
    }
}
