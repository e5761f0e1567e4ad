package io.rbfly.simulation.network;

import io.netty.buffer.ByteBuf;
import java.time.Duration;

/** A connection between a client and a node, and what can happen to it. */
public final class Connection {
    private final String node;
    private final SimulatedChannel client;
    private final SimulatedChannel server;
    private final Pipe toServer;
    private final Pipe toClient;

    Connection(String node, SimulatedChannel client, SimulatedChannel server, Pipe toServer, Pipe toClient) {
        this.node = node;
        this.client = client;
        this.server = server;
        this.toServer = toServer;
        this.toClient = toClient;
    }

    /** The node. */
    public String node() {
        return node;
    }

    /** Whether both sides still have it. */
    public boolean isOpen() {
        return client.isOpen() && server.isOpen();
    }

    /** Whether no side has it any more. */
    boolean isGone() {
        return !client.isOpen() && !server.isOpen();
    }

    /** Ends it at once, on both sides. */
    public void cut() {
        toServer.lose();
        toClient.lose();
        client.closeNow();
        server.closeNow();
    }

    /** Loses everything that is sent from now on, without a sign. */
    public void lose() {
        toServer.lose();
        toClient.lose();
    }

    /** Ends it on the side of the node only. */
    public void endAtNode() {
        server.closeNow();
    }

    /** Loses everything when the client has got some more bytes, without a sign or by ending then. */
    void loseAfter(long bytes, boolean ends) {
        toClient.endAfter(bytes, () -> {
            toServer.lose();
            if (ends) {
                client.closeNow();
                server.closeNow();
            }
        });
    }

    /** Takes back {@link #loseAfter}. */
    void loseNever() {
        toClient.endNever();
    }

    /** Lets nothing arrive for a time. */
    public void stall(Duration duration) {
        toServer.stall(duration);
        toClient.stall(duration);
    }

    /** Sends bytes to the client, after what the node has sent. */
    public void inject(ByteBuf bytes) {
        server.writeAndFlush(bytes);
    }

    @Override
    public String toString() {
        return client.name() + " to " + node;
    }
}
