package io.rbfly.benchmarks.compare.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A proxy in front of a broker: each piece of data from the broker is delayed by a fixed time; data from clients is
 * forwarded immediately.
 */
public final class LateAnswers implements Closeable {
    private static final int PIECE = 1 << 16;

    private final BrokerUri broker;
    private final String uri;
    private final long delayNanos;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private record Piece(long dueNanos, byte[] bytes) {}

    /** Listens on a free port of this machine. */
    public LateAnswers(String brokerUri, Duration delay) throws IOException {
        this.broker = BrokerUri.parse(brokerUri);
        this.delayNanos = delay.toNanos();
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        URI target = URI.create(brokerUri);
        String user = target.getRawUserInfo() == null ? "guest:guest" : target.getRawUserInfo();
        this.uri = target.getScheme() + "://" + user + "@127.0.0.1:" + server.getLocalPort() + target.getRawPath();
        start("accept", this::accept);
    }

    /** The URI to which clients connect. */
    public String uri() {
        return uri;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket target = new Socket(broker.host(), broker.port());
            for (Socket socket : new Socket[] {client, target}) {
                socket.setTcpNoDelay(true);
                sockets.add(socket);
            }
            BlockingQueue<Piece> late = new LinkedBlockingQueue<>();
            start("to broker", () -> pass(client, target));
            start("from broker", () -> keep(target, late));
            start("to client", () -> passLate(late, client));
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        byte[] bytes = new byte[PIECE];
        try (to) {
            for (int length; (length = from.getInputStream().read(bytes)) >= 0; ) {
                to.getOutputStream().write(bytes, 0, length);
            }
        }
    }

    private void keep(Socket from, BlockingQueue<Piece> late) throws IOException {
        byte[] bytes = new byte[PIECE];
        InputStream in = from.getInputStream();
        int length;
        do {
            length = in.read(bytes);
            late.add(new Piece(System.nanoTime() + delayNanos, Arrays.copyOf(bytes, Math.max(0, length))));
        } while (length >= 0);
    }

    private static void passLate(BlockingQueue<Piece> late, Socket to) throws IOException, InterruptedException {
        try (to) {
            for (Piece piece = late.take(); piece.bytes.length > 0; piece = late.take()) {
                TimeUnit.NANOSECONDS.sleep(piece.dueNanos - System.nanoTime());
                to.getOutputStream().write(piece.bytes);
            }
        }
    }

    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // closed by either side
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "late answers, " + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
