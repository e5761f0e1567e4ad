package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.type.UnsignedLong;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/** Random messages: each section is there or not, with values of every type. */
final class RandomMessages {
    private static final int DEPTH = 6;

    private final RandomValues random;
    private final int bodySections;

    RandomMessages(Random random, RandomValues.Peer peer) {
        this.random = new RandomValues(random, peer);
        bodySections = peer == RandomValues.Peer.NONE ? 3 : 1;
    }

    AmqpMessage message() {
        AmqpMessageBuilder builder = AmqpMessage.builder();
        sometimes(() -> builder.header(header()));
        sometimes(() -> random.map(() -> random.ascii(20), DEPTH).forEach(builder::deliveryAnnotation));
        sometimes(() -> random.map(() -> random.ascii(20), DEPTH).forEach(builder::messageAnnotation));
        sometimes(() -> builder.properties(properties()));
        sometimes(() -> builder.applicationProperties(random.map(random::string, 0)));
        sometimes(() -> random.map(() -> random.ascii(20), DEPTH).forEach(builder::footer));
        addBody(builder);
        return builder.build();
    }

    private void addBody(AmqpMessageBuilder builder) {
        int sections = 1 + random.below(bodySections);
        switch (random.below(3)) {
            case 0 -> builder.value(random.value(DEPTH));
            case 1 -> {
                for (int i = 0; i < sections; i++) {
                    builder.data(random.binary());
                }
            }
            default -> {
                for (int i = 0; i < sections; i++) {
                    builder.sequence(random.list(DEPTH - 1));
                }
            }
        }
    }

    private MessageHeader header() {
        return new MessageHeader(
                random.bool(),
                random.below(256),
                random.bool() ? Duration.ofMillis(random.unsignedInt().value()) : null,
                random.bool(),
                random.unsignedInt().value());
    }

    private MessageProperties properties() {
        MessagePropertiesBuilder builder = MessageProperties.builder();
        List<Consumer<MessagePropertiesBuilder>> setters = List.of(
                b -> messageId(b, id()),
                b -> b.userId(random.binary()),
                b -> b.to(random.string()),
                b -> b.subject(random.string()),
                b -> b.replyTo(random.string()),
                b -> correlationId(b, id()),
                b -> b.contentType(random.ascii(20)),
                b -> b.contentEncoding(random.ascii(20)),
                b -> b.absoluteExpiryTime(random.timestamp()),
                b -> b.creationTime(random.timestamp()),
                b -> b.groupId(random.string()),
                b -> b.groupSequence(random.unsignedInt()),
                b -> b.replyToGroupId(random.string()));
        setters.forEach(setter -> sometimes(() -> setter.accept(builder)));
        return builder.build();
    }

    private Object id() {
        return switch (random.below(4)) {
            case 0 -> new UnsignedLong(random.number());
            case 1 -> new UUID(random.number(), random.number());
            case 2 -> random.binary();
            default -> random.string();
        };
    }

    private void sometimes(Runnable action) {
        if (random.below(3) == 0) {
            action.run();
        }
    }

    static void messageId(MessagePropertiesBuilder builder, Object id) {
        if (id instanceof UUID uuid) {
            builder.messageId(uuid);
        } else if (id instanceof byte[] octets) {
            builder.messageId(octets);
        } else if (id instanceof UnsignedLong number) {
            builder.messageId(number);
        } else {
            builder.messageId((String) id);
        }
    }

    static void correlationId(MessagePropertiesBuilder builder, Object id) {
        if (id instanceof UUID uuid) {
            builder.correlationId(uuid);
        } else if (id instanceof byte[] octets) {
            builder.correlationId(octets);
        } else if (id instanceof UnsignedLong number) {
            builder.correlationId(number);
        } else {
            builder.correlationId((String) id);
        }
    }
}
