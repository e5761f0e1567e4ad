package io.rbfly.codec.amqp;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sections of an {@link EncodedMessage} that have been decoded so far; null for those that have not. */
final class DecodedSections {
    @Nullable
    MessageHeader header;

    @Nullable
    Map<Object, @Nullable Object> deliveryAnnotations;

    @Nullable
    Map<Object, @Nullable Object> messageAnnotations;

    @Nullable
    MessageProperties properties;

    @Nullable
    Map<String, @Nullable Object> applicationProperties;

    @Nullable
    List<? extends @Nullable Object> body;

    @Nullable
    Map<Object, @Nullable Object> footer;
}
