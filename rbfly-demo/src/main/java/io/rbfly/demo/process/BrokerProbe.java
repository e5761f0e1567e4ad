package io.rbfly.demo.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Checks whether RabbitMQ responds on its AMQP port if its stream port does not. Blocks briefly; used only after the
 * run.
 */
public final class BrokerProbe {
    private static final int AMQP_PORT = 5672;
    private static final int TIMEOUT_MILLIS = 1500;
    private static final byte[] AMQP_0_9_1 = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int METHOD_FRAME = 1;

    private BrokerProbe() {}

    static boolean isAmqpPort(int port) {
        return port == AMQP_PORT;
    }

    /** Returns whether a server on the host's AMQP port starts an AMQP 0.9.1 connection. */
    public static boolean answersAmqp(String host) {
        return answersAmqp(host, AMQP_PORT);
    }

    static boolean answersAmqp(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            socket.getOutputStream().write(AMQP_0_9_1);
            return socket.getInputStream().read() == METHOD_FRAME;
        } catch (IOException e) {
            return false;
        }
    }
}
