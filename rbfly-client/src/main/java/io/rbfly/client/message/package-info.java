/** Messages in the memory of the chunks that brokers deliver. */
@NullMarked
package io.rbfly.client.message;

import org.jspecify.annotations.NullMarked;
