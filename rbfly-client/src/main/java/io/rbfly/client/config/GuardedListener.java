package io.rbfly.client.config;

import io.rbfly.client.api.event.ClientEvent;
import java.util.function.Consumer;

/** Protects the client from exceptions of the application's listener, and updates the client's state by its events. */
record GuardedListener(Consumer<? super ClientEvent> listener, ConnectionState state) implements Consumer<ClientEvent> {
    private static final System.Logger LOG = System.getLogger(GuardedListener.class.getName());

    @Override
    public void accept(ClientEvent event) {
        state.accept(event);
        try {
            listener.accept(event);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "listener failed at " + event, e);
        }
    }
}
