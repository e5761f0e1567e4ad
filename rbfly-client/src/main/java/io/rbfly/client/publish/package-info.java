/** Publishing: messages are sent, confirms are received. */
@NullMarked
package io.rbfly.client.publish;

import org.jspecify.annotations.NullMarked;
