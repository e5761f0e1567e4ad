/**
 * Values of the AMQP 1.0 type system (part 1, section 1.6) that have no counterpart in Java.
 *
 * <p>All are immutable and equal by content. {@link io.rbfly.codec.amqp.type.AmqpType} lists every AMQP type with the
 * Java class of its values.
 */
@NullMarked
package io.rbfly.codec.amqp.type;

import org.jspecify.annotations.NullMarked;
