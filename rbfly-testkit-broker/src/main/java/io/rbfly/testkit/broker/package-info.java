/**
 * Real RabbitMQ brokers for tests: {@link io.rbfly.testkit.broker.BrokerTest @BrokerTest} runs a test method once per
 * RabbitMQ version, {@link io.rbfly.testkit.broker.Brokers} provides brokers directly.
 */
@NullMarked
package io.rbfly.testkit.broker;

import org.jspecify.annotations.NullMarked;
