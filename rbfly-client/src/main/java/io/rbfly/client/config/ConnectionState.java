package io.rbfly.client.config;

import io.rbfly.client.api.event.ClientEvent;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether a client has an open connection. Written on the event loop, read in any thread. */
public final class ConnectionState {
    private final AtomicInteger open = new AtomicInteger();

    /** Updates the state after an event. */
    public void accept(ClientEvent event) {
        if (event instanceof ClientEvent.ConnectionOpened) {
            open.incrementAndGet();
        } else if (event instanceof ClientEvent.ConnectionClosed) {
            open.decrementAndGet();
        }
    }

    /** Whether at least one connection is open. */
    public boolean isConnected() {
        return open.get() > 0;
    }
}
