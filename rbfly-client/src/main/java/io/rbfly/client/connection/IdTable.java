package io.rbfly.client.connection;

import io.rbfly.client.config.ClientSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The 256 publisher or subscription ids of a connection and their holders. Used on the event loop only. */
public final class IdTable<T> {
    /** The number of ids of one kind on a connection. */
    public static final int COUNT = ClientSettings.MAX_PER_CONNECTION;

    private final List<@Nullable T> holders = new ArrayList<>();

    /** Takes the lowest free id, -1 if there is none. */
    int take(T holder) {
        int free = holders.indexOf(null);
        if (free >= 0) {
            holders.set(free, holder);
            return free;
        }
        if (holders.size() == COUNT) {
            return -1;
        }
        holders.add(holder);
        return holders.size() - 1;
    }

    /** The holder of an id, null if there is none. */
    @Nullable
    T holder(int id) {
        return id < holders.size() ? holders.get(id) : null;
    }

    /** Frees an id. */
    void free(int id) {
        holders.set(id, null);
    }

    /** All holders. */
    List<T> holders() {
        List<T> all = new ArrayList<>();
        for (T holder : holders) {
            if (holder != null) {
                all.add(holder);
            }
        }
        return all;
    }
}
