package io.rbfly.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.codec.amqp.type.CodePoint;
import io.rbfly.codec.amqp.type.Decimal128;
import io.rbfly.codec.amqp.type.Decimal32;
import io.rbfly.codec.amqp.type.Decimal64;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedByte;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import io.rbfly.codec.amqp.type.UnsignedShort;
import io.rbfly.testkit.broker.Broker;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.client.AdvancedMessage;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.apache.qpid.protonj2.types.UnsignedInteger;

/** Sends and receives with a client of AMQP 1.0, and values of every type as that client and as ours has them. */
final class Amqp10Client {
    private static final int PATIENCE_SECONDS = 30;
    static final byte[] BYTES = "data".getBytes(StandardCharsets.UTF_8);
    static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private Amqp10Client() {}

    static Map<String, Object> theirs() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("boolean", true);
        values.put("byte", (byte) -1);
        values.put("short", (short) -1000);
        values.put("int", -200_000);
        values.put("long", -1L << 40);
        values.put("ubyte", org.apache.qpid.protonj2.types.UnsignedByte.valueOf((byte) -1));
        values.put("ushort", org.apache.qpid.protonj2.types.UnsignedShort.valueOf((short) -1));
        values.put("uint", UnsignedInteger.MAX_VALUE);
        values.put("ulong", new org.apache.qpid.protonj2.types.UnsignedLong(-1));
        values.put("float", 1.5f);
        values.put("double", -2.0E-3);
        values.put("decimal32", new org.apache.qpid.protonj2.types.Decimal32(0xb200004b));
        values.put("decimal64", new org.apache.qpid.protonj2.types.Decimal64(0x31c0000000000001L));
        values.put("decimal128", new org.apache.qpid.protonj2.types.Decimal128(0x3040000000000000L, 1));
        values.put("char", '€');
        values.put("timestamp", new Date(-1));
        values.put("uuid", ID);
        values.put("binary", new org.apache.qpid.protonj2.types.Binary(BYTES));
        values.put("string", "x".repeat(300));
        values.put("symbol", symbol("sym"));
        return values;
    }

    /** What that client makes of its own values: it gives a timestamp in a map as a number. */
    static Map<String, Object> received() {
        Map<String, Object> values = theirs();
        values.put("timestamp", -1L);
        return values;
    }

    static Map<String, Object> ours() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("boolean", true);
        values.put("byte", (byte) -1);
        values.put("short", (short) -1000);
        values.put("int", -200_000);
        values.put("long", -1L << 40);
        values.put("ubyte", UnsignedByte.of(255));
        values.put("ushort", UnsignedShort.of(65535));
        values.put("uint", UnsignedInt.of(UnsignedInt.MAX_VALUE));
        values.put("ulong", new UnsignedLong(-1));
        values.put("float", 1.5f);
        values.put("double", -2.0E-3);
        values.put("decimal32", new Decimal32(0xb200004b));
        values.put("decimal64", new Decimal64(0x31c0000000000001L));
        values.put("decimal128", new Decimal128(0x3040000000000000L, 1));
        values.put("char", CodePoint.of('€'));
        values.put("timestamp", Instant.ofEpochMilli(-1));
        values.put("uuid", ID);
        values.put("binary", BYTES);
        values.put("string", "x".repeat(300));
        values.put("symbol", Symbol.of("sym"));
        return values;
    }

    static org.apache.qpid.protonj2.types.Symbol symbol(String name) {
        return org.apache.qpid.protonj2.types.Symbol.valueOf(name);
    }

    static void send(Broker broker, String stream, Message<?> message, Map<String, Object> deliveryAnnotations)
            throws Exception {
        try (Client client = Client.create();
                Connection connection = client.connect(broker.host(), broker.amqpPort(), guest())) {
            connection
                    .openSender("/queues/" + stream)
                    .send(message, deliveryAnnotations)
                    .awaitAccepted(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    static List<AdvancedMessage<?>> receive(Broker broker, String stream, int count) throws Exception {
        ReceiverOptions options = new ReceiverOptions();
        options.sourceOptions()
                .addFilter("rabbitmq:stream-offset-spec", symbol("rabbitmq:stream-offset-spec"), "first");
        List<AdvancedMessage<?>> messages = new ArrayList<>();
        try (Client client = Client.create();
                Connection connection = client.connect(broker.host(), broker.amqpPort(), guest());
                var receiver = connection.openReceiver("/queues/" + stream, options)) {
            while (messages.size() < count) {
                Delivery delivery = receiver.receive(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(delivery).isNotNull();
                messages.add(delivery.message().toAdvancedMessage());
            }
        }
        return messages;
    }

    private static ConnectionOptions guest() {
        return new ConnectionOptions().user("guest").password("guest");
    }
}
