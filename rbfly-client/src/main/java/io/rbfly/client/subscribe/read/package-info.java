/** From chunks to messages in the hands of the application. */
@NullMarked
package io.rbfly.client.subscribe.read;

import org.jspecify.annotations.NullMarked;
