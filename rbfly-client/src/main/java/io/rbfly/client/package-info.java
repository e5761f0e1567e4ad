/** The entry point: {@link io.rbfly.client.StreamsClient}, a client for RabbitMQ Streams that never blocks a thread. */
@NullMarked
package io.rbfly.client;

import org.jspecify.annotations.NullMarked;
