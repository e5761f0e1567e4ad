/** The processed messages, and storing their offset. */
@NullMarked
package io.rbfly.client.subscribe.offset;

import org.jspecify.annotations.NullMarked;
