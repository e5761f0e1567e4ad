package io.rbfly.demo.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BrokerProbeTest {
    private static final int CONNECTION_START_FRAME = 1;

    @Test
    void findsABrokerThatAnswersTheProtocolHeader() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<byte[]> asked = answerOnce(server, CONNECTION_START_FRAME);

            assertThat(BrokerProbe.answersAmqp("127.0.0.1", server.getLocalPort()))
                    .isTrue();
            assertThat(asked.join()).startsWith('A', 'M', 'Q', 'P');
        }
    }

    @Test
    void isNotDeceivedByAnotherServer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            answerOnce(server, 'H');

            assertThat(BrokerProbe.answersAmqp("127.0.0.1", server.getLocalPort()))
                    .isFalse();
        }
    }

    @Test
    void findsNothingWhereNothingListens() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }

        assertThat(BrokerProbe.answersAmqp("127.0.0.1", port)).isFalse();
    }

    private static CompletableFuture<byte[]> answerOnce(ServerSocket server, int firstByte) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                byte[] asked = socket.getInputStream().readNBytes(8);
                socket.getOutputStream().write(firstByte);
                return asked;
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }
}
