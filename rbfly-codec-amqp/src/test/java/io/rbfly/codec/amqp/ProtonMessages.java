package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.type.UnsignedInt;
import java.nio.BufferOverflowException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.message.Message;

/** Converts messages with proton-j, an independent codec. */
final class ProtonMessages {
    private ProtonMessages() {}

    static byte[] encode(AmqpMessage message) {
        Message proton = Proton.message();
        proton.setHeader(header(message.header()));
        if (!message.deliveryAnnotations().isEmpty()) {
            proton.setDeliveryAnnotations(new DeliveryAnnotations(symbolMap(message.deliveryAnnotations())));
        }
        if (!message.messageAnnotations().isEmpty()) {
            proton.setMessageAnnotations(new MessageAnnotations(symbolMap(message.messageAnnotations())));
        }
        proton.setProperties(properties(message.properties()));
        if (!message.applicationProperties().isEmpty()) {
            Map<String, Object> map = new LinkedHashMap<>();
            message.applicationProperties().forEach((key, value) -> map.put(key, ProtonValues.to(value)));
            proton.setApplicationProperties(new ApplicationProperties(map));
        }
        proton.setBody(body(message));
        if (!message.footer().isEmpty()) {
            proton.setFooter(new Footer(symbolMap(message.footer())));
        }
        return encode(proton);
    }

    private static byte[] encode(Message proton) {
        for (int length = 4096; ; length *= 2) {
            try {
                byte[] buffer = new byte[length];
                return Arrays.copyOf(buffer, proton.encode(buffer, 0, length));
            } catch (BufferOverflowException e) {
                assert length < 1 << 24 : e;
            }
        }
    }

    private static Header header(MessageHeader ours) {
        Header header = new Header();
        header.setDurable(ours.durable());
        header.setPriority(UnsignedByte.valueOf((byte) ours.priority()));
        if (ours.ttl() != null) {
            header.setTtl(UnsignedInteger.valueOf(ours.ttl().toMillis()));
        }
        header.setFirstAcquirer(ours.firstAcquirer());
        header.setDeliveryCount(UnsignedInteger.valueOf(ours.deliveryCount()));
        return header;
    }

    private static Properties properties(MessageProperties ours) {
        Properties properties = new Properties();
        properties.setMessageId(ProtonValues.to(ours.messageId()));
        properties.setUserId((Binary) ProtonValues.to(ours.userId()));
        properties.setTo(ours.to());
        properties.setSubject(ours.subject());
        properties.setReplyTo(ours.replyTo());
        properties.setCorrelationId(ProtonValues.to(ours.correlationId()));
        properties.setContentType(Symbol.valueOf(ours.contentType()));
        properties.setContentEncoding(Symbol.valueOf(ours.contentEncoding()));
        properties.setAbsoluteExpiryTime((Date) ProtonValues.to(ours.absoluteExpiryTime()));
        properties.setCreationTime((Date) ProtonValues.to(ours.creationTime()));
        properties.setGroupId(ours.groupId());
        properties.setGroupSequence((UnsignedInteger) ProtonValues.to(ours.groupSequence()));
        properties.setReplyToGroupId(ours.replyToGroupId());
        return properties;
    }

    private static Section body(AmqpMessage message) {
        return switch (message.bodyType()) {
            case DATA -> new Data(new Binary((byte[]) message.body()));
            case SEQUENCE -> new AmqpSequence((List<?>) ProtonValues.to(message.body()));
            case VALUE -> new AmqpValue(ProtonValues.to(message.body()));
        };
    }

    private static Map<Symbol, Object> symbolMap(Map<Object, Object> annotations) {
        Map<Symbol, Object> map = new LinkedHashMap<>();
        annotations.forEach((key, value) -> map.put((Symbol) ProtonValues.to(key), ProtonValues.to(value)));
        return map;
    }

    static AmqpMessage decode(byte[] octets) {
        Message proton = Proton.message();
        proton.decode(octets, 0, octets.length);
        AmqpMessageBuilder builder = AmqpMessage.builder();
        if (proton.getHeader() != null) {
            builder.header(header(proton.getHeader()));
        }
        if (proton.getDeliveryAnnotations() != null) {
            proton.getDeliveryAnnotations()
                    .getValue()
                    .forEach((key, value) -> builder.deliveryAnnotation(key.toString(), ProtonValues.from(value)));
        }
        if (proton.getMessageAnnotations() != null) {
            proton.getMessageAnnotations()
                    .getValue()
                    .forEach((key, value) -> builder.messageAnnotation(key.toString(), ProtonValues.from(value)));
        }
        if (proton.getProperties() != null) {
            builder.properties(properties(proton.getProperties()));
        }
        if (proton.getApplicationProperties() != null) {
            proton.getApplicationProperties()
                    .getValue()
                    .forEach((key, value) -> builder.applicationProperty(key, ProtonValues.from(value)));
        }
        if (proton.getFooter() != null) {
            Map<?, ?> footer = proton.getFooter().getValue();
            footer.forEach((key, value) -> builder.footer(key.toString(), ProtonValues.from(value)));
        }
        return body(builder, proton.getBody()).build();
    }

    private static AmqpMessageBuilder body(AmqpMessageBuilder builder, Section body) {
        if (body instanceof Data data) {
            return builder.data((byte[]) ProtonValues.from(data.getValue()));
        } else if (body instanceof AmqpSequence sequence) {
            return builder.sequence((List<?>) ProtonValues.from(sequence.getValue()));
        }
        return builder.value(ProtonValues.from(((AmqpValue) body).getValue()));
    }

    private static MessageHeader header(Header proton) {
        MessageHeader header = MessageHeader.DEFAULT
                .withDurable(Boolean.TRUE.equals(proton.getDurable()))
                .withFirstAcquirer(Boolean.TRUE.equals(proton.getFirstAcquirer()));
        if (proton.getPriority() != null) {
            header = header.withPriority(proton.getPriority().intValue() & 0xff);
        }
        if (proton.getTtl() != null) {
            header = header.withTtl(Duration.ofMillis(proton.getTtl().longValue()));
        }
        if (proton.getDeliveryCount() != null) {
            header = header.withDeliveryCount(proton.getDeliveryCount().longValue());
        }
        return header;
    }

    private static MessageProperties properties(Properties proton) {
        MessagePropertiesBuilder builder = MessageProperties.builder()
                .userId((byte[]) ProtonValues.from(proton.getUserId()))
                .to(proton.getTo())
                .subject(proton.getSubject())
                .replyTo(proton.getReplyTo())
                .contentType(text(proton.getContentType()))
                .contentEncoding(text(proton.getContentEncoding()))
                .absoluteExpiryTime((Instant) ProtonValues.from(proton.getAbsoluteExpiryTime()))
                .creationTime((Instant) ProtonValues.from(proton.getCreationTime()))
                .groupId(proton.getGroupId())
                .groupSequence((UnsignedInt) ProtonValues.from(proton.getGroupSequence()))
                .replyToGroupId(proton.getReplyToGroupId());
        RandomMessages.messageId(builder, ProtonValues.from(proton.getMessageId()));
        RandomMessages.correlationId(builder, ProtonValues.from(proton.getCorrelationId()));
        return builder.build();
    }

    private static String text(Symbol symbol) {
        return symbol == null ? null : symbol.toString();
    }
}
