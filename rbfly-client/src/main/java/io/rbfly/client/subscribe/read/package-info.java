/** From received chunks to messages delivered to the application. */
@NullMarked
package io.rbfly.client.subscribe.read;

import org.jspecify.annotations.NullMarked;
