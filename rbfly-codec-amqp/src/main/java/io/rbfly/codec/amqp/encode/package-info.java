/** AMQP 1.0 values written into octets. */
@NullMarked
package io.rbfly.codec.amqp.encode;

import org.jspecify.annotations.NullMarked;
