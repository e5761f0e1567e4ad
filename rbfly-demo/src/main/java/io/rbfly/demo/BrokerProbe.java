package io.rbfly.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Looks whether RabbitMQ answers at all where its streams do not. Blocks for a moment; used when all is over. */
final class BrokerProbe {
    private static final int AMQP_PORT = 5672;
    private static final int TIMEOUT_MILLIS = 1500;
    private static final byte[] AMQP_0_9_1 = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int METHOD_FRAME = 1;

    private BrokerProbe() {}

    static boolean isAmqpPort(int port) {
        return port == AMQP_PORT;
    }

    /** Whether something on the host's AMQP port begins to speak AMQP 0.9.1. */
    static boolean answersAmqp(String host) {
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
