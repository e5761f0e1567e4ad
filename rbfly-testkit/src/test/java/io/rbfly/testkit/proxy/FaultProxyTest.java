package io.rbfly.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read of a socket is not interrupted
class FaultProxyTest {
    private final EchoServer echo;
    private final FaultProxy proxy;

    FaultProxyTest() throws IOException {
        echo = new EchoServer();
        proxy = FaultProxy.to("127.0.0.1", echo.port());
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        echo.close();
    }

    @Test
    void passesBytesBothWaysAndTheEndToo() throws Exception {
        try (Socket socket = connect()) {
            assertThat(exchange(socket, 1, 2, 3)).containsExactly(1, 2, 3);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(echo.received.poll(10, TimeUnit.SECONDS)).isEqualTo(3);
    }

    @Test
    void countsConnections() throws Exception {
        try (Socket first = connect();
                Socket second = connect()) {
            exchange(first, 1);
            exchange(second, 1);
            assertThat(proxy.open()).isEqualTo(2);
            proxy.cutAll();
            assertThat(proxy.open()).isZero();
            assertThat(proxy.accepted()).isEqualTo(2);
        }
    }

    @Test
    void resetsAllConnectionsAtOnce() throws Exception {
        try (Socket first = connect();
                Socket second = connect()) {
            exchange(first, 1);
            exchange(second, 1);
            proxy.cutAll();
            for (Socket socket : List.of(first, second)) {
                assertThatThrownBy(() -> socket.getInputStream().read())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("reset");
            }
        }
    }

    @Test
    void endsAConnectionThatTheTargetRefuses() throws Exception {
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress("127.0.0.1", 0)); // has the port, so no other can, but does not listen
            try (FaultProxy toNobody = FaultProxy.to("127.0.0.1", nobody.getLocalPort());
                    Socket socket = new Socket("127.0.0.1", toNobody.port())) {
                assertThat(isAtEnd(socket)).isTrue();
                assertThat(toNobody.accepted()).isEqualTo(1);
                assertThat(toNobody.open()).isZero();
            }
        }
    }

    @Test
    void cutsEachConnectionWhereTheSeedSays() throws Exception {
        List<Cut> first = cutTenTimes(proxy);
        try (FaultProxy again = FaultProxy.to("127.0.0.1", echo.port())) {
            assertThat(cutTenTimes(again)).isEqualTo(first);
        }
        assertThat(first).extracting(Cut::direction).contains(Direction.TO_BROKER, Direction.TO_CLIENT);
        assertThat(first).extracting(Cut::abort).contains(true, false);
        assertThat(first)
                .extracting(Cut::bytes)
                .allSatisfy(bytes -> assertThat(bytes).isBetween(1L, 5000L));
    }

    @Test
    void leavesConnectionsWholeAfterTheCuts() throws Exception {
        proxy.cutEach(1, 1, 1);
        proxy.cutNoMore();
        try (Socket socket = connect()) {
            assertThat(exchange(socket, 1, 2, 3)).containsExactly(1, 2, 3);
        }
        assertThat(proxy.cuts()).isEmpty();
    }

    @Test
    void holdsBackAFrozenDirectionUntilItIsThawed() throws Exception {
        for (Direction direction : Direction.values()) {
            try (Socket socket = connect()) {
                exchange(socket, 1);
                proxy.freeze(direction);
                socket.getOutputStream().write(new byte[] {2, 3});
                socket.setSoTimeout(100);
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                socket.getOutputStream().write(4);
                proxy.thaw(direction);
                socket.setSoTimeout(0);
                assertThat(socket.getInputStream().readNBytes(3)).containsExactly(2, 3, 4);
            }
        }
    }

    @Test
    void freezesOnlyTheConnectionsThatAreOpen() throws Exception {
        try (Socket first = connect()) {
            exchange(first, 1);
            proxy.freezeOpen(Direction.TO_CLIENT);
            try (Socket second = connect()) {
                assertThat(exchange(second, 2)).containsExactly(2);
            }
            first.getOutputStream().write(3);
            first.setSoTimeout(100);
            assertThatThrownBy(() -> first.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            proxy.thaw(Direction.TO_CLIENT);
            assertThat(first.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void holdsBackTheEndOfAFrozenDirection() throws Exception {
        try (Socket socket = connect()) {
            exchange(socket, 1);
            proxy.freeze(Direction.TO_BROKER);
        }
        assertThat(echo.received.poll(100, TimeUnit.MILLISECONDS)).isNull();
        proxy.thaw(Direction.TO_BROKER);
        assertThat(echo.received.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void acceptsMoreThanSocketsHoldWhileFrozen() throws Exception {
        byte[] bytes = new byte[20 << 20];
        proxy.freeze(Direction.TO_BROKER);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes);
            CompletableFuture<Void> thawing = CompletableFuture.runAsync(() -> proxy.thaw(Direction.TO_BROKER));
            assertThat(socket.getInputStream().readNBytes(bytes.length)).hasSize(bytes.length);
            thawing.join();
        }
    }

    @Test
    void delaysADirection() throws Exception {
        try (Socket socket = connect()) {
            proxy.delay(Direction.TO_CLIENT, Duration.ofMillis(200));
            long start = System.nanoTime();
            exchange(socket, 1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void corruptsTheOneByteAskedFor() throws Exception {
        try (Socket socket = connect()) {
            exchange(socket, 1);
            proxy.corrupt(Direction.TO_CLIENT, 4);
            assertThat(exchange(socket, 1, 2, 3)).containsExactly(1, 2, 3);
            assertThat(proxy.corruptionPending(Direction.TO_CLIENT)).isTrue();
            assertThat(exchange(socket, 4, 5, 6)).containsExactly(4, ~5, 6);
            assertThat(proxy.corruptionPending(Direction.TO_CLIENT)).isFalse();
            assertThat(exchange(socket, 7, 8)).containsExactly(7, 8);
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        try (Socket socket = connect()) {
            exchange(socket, 1);
            String name = "fault-proxy " + proxy.port();
            assertThat(threads()).anyMatch(thread -> thread.startsWith(name));
            proxy.close();
            assertThat(threads()).noneMatch(thread -> thread.startsWith(name));
        }
    }

    private List<Cut> cutTenTimes(FaultProxy proxy) throws Exception {
        proxy.cutEach(42, 1, 5000);
        for (int i = 0; i < 10; i++) {
            try (Socket socket = new Socket("127.0.0.1", proxy.port())) {
                long back = sendAndReadAll(socket);
                long there = echo.received.take();
                Cut cut = proxy.cuts().get(i);
                assertThat(cut.direction() == Direction.TO_BROKER ? there : back)
                        .isEqualTo(cut.bytes());
            }
        }
        assertThat(proxy.cutsMade()).isEqualTo(10);
        return proxy.cuts();
    }

    private static long sendAndReadAll(Socket socket) {
        long count = 0;
        try {
            socket.getOutputStream().write(new byte[10_000]);
            while (socket.getInputStream().read() >= 0) {
                count++;
            }
        } catch (IOException e) {
            // reset
        }
        return count;
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", proxy.port());
    }

    private static boolean isAtEnd(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static int[] exchange(Socket socket, int... values) throws IOException {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        socket.getOutputStream().write(bytes);
        byte[] answer = socket.getInputStream().readNBytes(bytes.length);
        int[] back = new int[answer.length];
        for (int i = 0; i < back.length; i++) {
            back[i] = answer[i];
        }
        return back;
    }

    private static List<String> threads() {
        return new ArrayList<>(Thread.getAllStackTraces().keySet())
                .stream().filter(Thread::isAlive).map(Thread::getName).toList();
    }
}
