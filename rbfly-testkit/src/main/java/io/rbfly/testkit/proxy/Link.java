package io.rbfly.testkit.proxy;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One connection through the proxy: two sockets and the pipes between them. */
final class Link {
    private final Socket client;
    private final Socket broker;
    private final @Nullable Cut cut;
    private final Runnable whenCut;
    private final Consumer<Link> closed;
    private final Pipe toBroker;
    private final Pipe toClient;

    Link(
            Socket client,
            Socket broker,
            Function<Direction, Faults> faults,
            @Nullable Cut cut,
            Runnable whenCut,
            Consumer<Link> closed) {
        this.client = client;
        this.broker = broker;
        this.cut = cut;
        this.whenCut = whenCut;
        this.closed = closed;
        toBroker = new Pipe(this, client, broker, faults.apply(Direction.TO_BROKER), cutAfter(Direction.TO_BROKER));
        toClient = new Pipe(this, broker, client, faults.apply(Direction.TO_CLIENT), cutAfter(Direction.TO_CLIENT));
    }

    private long cutAfter(Direction direction) {
        return cut != null && cut.direction() == direction ? cut.bytes() : Long.MAX_VALUE;
    }

    List<Pipe> pipes() {
        return List.of(toBroker, toClient);
    }

    Pipe pipe(Direction direction) {
        return direction == Direction.TO_BROKER ? toBroker : toClient;
    }

    /** Ends the connection as its cut specifies. */
    void cut() {
        whenCut.run();
        if (cut != null && cut.abort()) {
            abort();
        } else {
            close();
        }
    }

    /** Ends the connection with a reset for both peers. */
    void abort() {
        try {
            client.setSoLinger(true, 0);
            broker.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already
        }
        close();
    }

    void close() {
        closeQuietly(client);
        closeQuietly(broker);
        closed.accept(this);
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing more can be done
        }
    }
}
