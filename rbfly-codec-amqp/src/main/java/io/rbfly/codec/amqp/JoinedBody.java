package io.rbfly.codec.amqp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins the body of a message with several sections: their octets, or their items. */
final class JoinedBody {
    private JoinedBody() {}

    static Object of(BodyType type, List<? extends @Nullable Object> sections) {
        return type == BodyType.DATA ? octets(sections) : items(sections);
    }

    private static byte[] octets(List<? extends @Nullable Object> sections) {
        long length = 0;
        for (Object section : sections) {
            length += ((byte[]) section).length;
        }
        byte[] joined = new byte[Math.toIntExact(length)];
        int position = 0;
        for (Object section : sections) {
            byte[] octets = (byte[]) section;
            System.arraycopy(octets, 0, joined, position, octets.length);
            position += octets.length;
        }
        return joined;
    }

    private static List<@Nullable Object> items(List<? extends @Nullable Object> sections) {
        List<@Nullable Object> joined = new ArrayList<>();
        for (Object section : sections) {
            joined.addAll((List<?>) section);
        }
        return Collections.unmodifiableList(joined);
    }
}
