package io.rbfly.testkit.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Sends back what it receives, and reports the number of bytes of each connection. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    /** Bytes of each connection that ended. */
    final BlockingQueue<Long> received = new LinkedBlockingQueue<>();

    EchoServer() throws IOException {
        spawn(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                spawn(() -> echo(socket));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void echo(Socket socket) {
        long count = 0;
        try (socket) {
            byte[] bytes = new byte[1000];
            for (int length; (length = socket.getInputStream().read(bytes)) >= 0; ) {
                count += length;
                sendBack(socket, bytes, length);
            }
        } catch (IOException e) {
            // reset
        }
        received.add(count);
    }

    private static void sendBack(Socket socket, byte[] bytes, int length) {
        try {
            socket.getOutputStream().write(bytes, 0, length);
        } catch (IOException e) {
            // the peer no longer reads; there may still be data to read
        }
    }

    private static void spawn(Runnable task) {
        Thread thread = new Thread(task, "echo");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
