/**
 * A broker, or a cluster of brokers, inside the JVM: for tests, and to try a client where no RabbitMQ is installed. It
 * listens on sockets of this machine, speaks the stream protocol of RabbitMQ 4.3, and keeps its streams in memory.
 *
 * <p>{@link io.rbfly.testkit.embedded.EmbeddedBroker} is the broker, {@link io.rbfly.testkit.embedded.EmbeddedCluster}
 * the cluster. Tests make them fail with {@link io.rbfly.testkit.embedded.BrokerFaults},
 * {@link io.rbfly.testkit.embedded.EmbeddedNode} and {@link io.rbfly.testkit.embedded.EmbeddedStream}.
 */
@NullMarked
package io.rbfly.testkit.embedded;

import org.jspecify.annotations.NullMarked;
