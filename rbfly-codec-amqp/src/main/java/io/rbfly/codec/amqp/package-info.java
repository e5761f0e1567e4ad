/**
 * AMQP 1.0 messages, as streams hold them.
 *
 * <p>{@link io.rbfly.codec.amqp.AmqpMessage} is a whole message: built section by section, or a lazy view of received
 * bytes. {@link io.rbfly.codec.amqp.AmqpCodec} writes a message, or just a body, into a buffer. Reading fails only with
 * {@link io.rbfly.codec.amqp.AmqpDecodeException}, writing of a value that cannot be written only with
 * {@link io.rbfly.codec.amqp.AmqpEncodeException}.
 *
 * <p>References are to OASIS AMQP 1.0: part 1 (types) and part 3 (messaging).
 */
@NullMarked
package io.rbfly.codec.amqp;

import org.jspecify.annotations.NullMarked;
