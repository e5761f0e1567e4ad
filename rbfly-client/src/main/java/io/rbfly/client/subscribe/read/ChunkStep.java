package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Passes the wanted messages of a chunk together, or of a portion of a chunk with compressed batches, so that no more
 * is held decompressed than when they are read one by one. Used in the subscription's serial executor only.
 */
final class ChunkStep implements HandlerLoop.Step {
    private final Function<? super List<Message>, ? extends @Nullable CompletionStage<?>> handler;
    private final @Nullable PostFilter postFilter;
    private List<Message> messages = List.of();

    ChunkStep(
            Function<? super List<Message>, ? extends @Nullable CompletionStage<?>> handler,
            @Nullable PostFilter postFilter) {
        this.handler = handler;
        this.postFilter = postFilter;
    }

    /**
     * Takes the messages that follow a wanted message. They end before an unreadable batch and before a message at
     * which the filter fails: that one is the next to be taken.
     */
    @Override
    public List<Message> collect(MessageSource source, MessageView first) {
        List<Message> all = new ArrayList<>();
        all.add(first.keep());
        boolean more = true;
        while (more && source.mayHaveMore()) {
            long before = source.lastTaken();
            MessageView next = source.takeOfSameChunk();
            more = next != null && add(all, source, next, before);
        }
        messages = Collections.unmodifiableList(all);
        return messages;
    }

    /** Adds a message if it is wanted; false if it has to be the first of others. */
    private boolean add(List<Message> all, MessageSource source, MessageView next, long before) {
        try {
            if (source.unreadable() == null) {
                if (postFilter == null || postFilter.wants(next)) {
                    all.add(next.keep());
                }
                return true;
            }
        } catch (Throwable e) {
            // Of the application's function, which fails again when the message is the first.
        }
        source.putBack(next.keep(), before);
        return false;
    }

    @Override
    public @Nullable CompletionStage<?> handle(MessageView first) {
        return handler.apply(messages);
    }
}
