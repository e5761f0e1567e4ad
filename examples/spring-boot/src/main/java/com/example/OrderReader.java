package com.example;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Reads while the application runs. Lifecycle beans are stopped before beans are destroyed, so the client is still open. */
@Component
public class OrderReader implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(OrderReader.class);

    private final StreamsClient client;
    private final CompletableFuture<Object> firstOrder = new CompletableFuture<>();
    private volatile Subscription subscription;

    OrderReader(StreamsClient client) {
        this.client = client;
    }

    @Override
    public void start() {
        client.createStream("orders").join();
        SubscriptionOptions options = SubscriptionOptions.DEFAULT.withOffsetStoring(OffsetStoring.of("order-reader"));
        subscription = client.subscribe("orders", Offset.stored("order-reader"), options).join();
        subscription.forEach(MessageHandler.of(this::handle)).whenComplete((ended, error) -> {
            if (error != null) {
                LOG.error("no more orders are read", error);
            }
        });
    }

    /** Runs on the event loop of the client: it must not block. */
    private void handle(Message message) {
        LOG.info("order {}: {}", message.offset(), message.body());
        firstOrder.complete(message.body());
    }

    CompletableFuture<Object> firstOrder() {
        return firstOrder;
    }

    /** Ends the loop, and stores the offset of what was handled. */
    @Override
    public void stop() {
        subscription.close().join();
        subscription = null;
    }

    @Override
    public boolean isRunning() {
        return subscription != null;
    }
}
