package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.config.Transport;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.recovery.Backoff;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Applies the error policy to a message that failed, or to several that were handled together: retries them after a
 * pause, skips them, or stops. Used in the subscription's serial executor only.
 */
public final class HandlerRetry {
    private final ErrorPolicy policy;
    private final ClientContext context;
    private final SerialExecutor serial;
    private final MessageReader reader;
    /** Used on the event loop only, like its source of random numbers. */
    private final Backoff backoff;

    /** The message that was last retried, or the first of several. */
    private @Nullable Message tried;

    private int retries;
    /** Completes when the pause before a retry has ended. */
    private @Nullable CompletableFuture<Void> pause;

    public HandlerRetry(ErrorPolicy policy, ClientContext context, SerialExecutor serial, MessageReader reader) {
        this.policy = policy;
        this.context = context;
        this.serial = serial;
        this.reader = reader;
        this.backoff = new Backoff(
                policy.firstPause(), policy.longestPause(), context.transport().random());
    }

    /** Whether a message waits for a retry. */
    boolean isWaiting() {
        return pause != null;
    }

    /**
     * Applies the policy.
     *
     * @param what failed, for the message of the exception
     * @param messages at which it failed, at least one
     * @return the exception that ends the loop, null if it continues with the next message or retries these
     */
    @Nullable
    StreamException failed(String what, List<Message> messages, Throwable error) {
        Message message = messages.get(0);
        if (isRetriedAt(message)) {
            retries = tried == message ? retries : 0;
            tried = message;
            tryAgainLater(messages, retries == 0);
            retries += retries + 1 == ErrorPolicy.FOREVER ? 0 : 1;
            return null;
        }
        tried = null;
        BiConsumer<? super Message, ? super Throwable> skipped = policy.skipped();
        if (skipped == null) {
            return new HandlerException(what, message.stream(), message.offset(), error);
        }
        StreamException failure = null;
        for (int i = 0; i < messages.size() && failure == null; i++) {
            failure = skip(skipped, messages.get(i), error);
        }
        return failure;
    }

    /** Whether a message is retried if it fails now; of several, the first counts. */
    boolean isRetriedAt(Message message) {
        return (tried == message ? retries : 0) < policy.retries();
    }

    /**
     * Applies the policy to an unreadable batch, without retries, since they would not help.
     *
     * @return the exception that ends the loop, null if it continues with the next message
     */
    @Nullable
    StreamException unreadable(Message batch, StreamException error) {
        BiConsumer<? super Message, ? super Throwable> skipped = policy.skipped();
        return skipped == null ? error : skip(skipped, batch, error);
    }

    private @Nullable StreamException skip(
            BiConsumer<? super Message, ? super Throwable> skipped, Message message, Throwable error) {
        try {
            skipped.accept(message, error);
            return null;
        } catch (Throwable e) {
            if (e != error) {
                e.addSuppressed(error);
            }
            return new HandlerException("error policy", message.stream(), message.offset(), e);
        }
    }

    private void tryAgainLater(List<Message> messages, boolean firstTime) {
        reader.current().giveBack(messages);
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        pause = waiting;
        waiting.thenRun(() -> serial.execute(() -> over(waiting)));
        Transport transport = context.transport();
        context.callbacks().onLoop(() -> {
            if (firstTime) {
                backoff.reset();
            }
            var scheduled = transport.timer().schedule(backoff.next(), () -> waiting.complete(null));
            waiting.whenComplete((nothing, error) -> scheduled.cancel());
        });
    }

    private void over(CompletableFuture<Void> waiting) {
        if (pause == waiting) {
            pause = null;
            reader.serve();
        }
    }

    /** Cancels the retry: the message is the next to be read. */
    void cancel() {
        if (pause != null) {
            pause.cancel(false);
            pause = null;
        }
    }
}
