/** The way in: a client for RabbitMQ Streams that never blocks a thread. */
@NullMarked
package io.rbfly.client;

import org.jspecify.annotations.NullMarked;
