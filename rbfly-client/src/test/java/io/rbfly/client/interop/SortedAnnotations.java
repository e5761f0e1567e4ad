package io.rbfly.client.interop;

import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.AmqpMessageBuilder;
import java.util.Map;
import java.util.TreeMap;

/** A message with its annotations in the order of their names: that in which brokers add theirs differs by version. */
final class SortedAnnotations {
    private SortedAnnotations() {}

    /** Of a message whose body is data. */
    static AmqpMessage of(AmqpMessage message) {
        AmqpMessageBuilder sorted = AmqpMessage.builder()
                .header(message.header())
                .properties(message.properties())
                .applicationProperties(message.applicationProperties());
        byName(message.deliveryAnnotations()).forEach(sorted::deliveryAnnotation);
        byName(message.messageAnnotations()).forEach(sorted::messageAnnotation);
        byName(message.footer()).forEach(sorted::footer);
        for (Object section : message.bodySections()) {
            sorted.data((byte[]) section);
        }
        return sorted.build();
    }

    private static Map<String, Object> byName(Map<Object, Object> annotations) {
        Map<String, Object> sorted = new TreeMap<>();
        annotations.forEach((name, value) -> sorted.put(name.toString(), value));
        return sorted;
    }
}
