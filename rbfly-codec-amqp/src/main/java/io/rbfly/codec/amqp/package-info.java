/**
 * AMQP 1.0 messages, the format of messages in streams.
 *
 * <p>{@link io.rbfly.codec.amqp.AmqpMessage} is a complete message: built section by section, or a lazy view of
 * received bytes. {@link io.rbfly.codec.amqp.AmqpCodec} writes a message, or just a body, into a buffer. Reading fails
 * only with {@link io.rbfly.codec.amqp.error.AmqpDecodeException}, writing a value that cannot be encoded only with
 * {@link io.rbfly.codec.amqp.error.AmqpEncodeException}.
 *
 * <p>References are to OASIS AMQP 1.0: part 1 (types) and part 3 (messaging).
 */
@NullMarked
package io.rbfly.codec.amqp;

import org.jspecify.annotations.NullMarked;
