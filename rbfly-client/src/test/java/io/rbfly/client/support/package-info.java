/** What tests of the client need: a client over scripted brokers, a clock that tests move, executors of all kinds. */
package io.rbfly.client.support;
