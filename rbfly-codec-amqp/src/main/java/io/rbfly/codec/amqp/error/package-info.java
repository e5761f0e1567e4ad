/** What encoding and decoding fail with. */
@NullMarked
package io.rbfly.codec.amqp.error;

import org.jspecify.annotations.NullMarked;
