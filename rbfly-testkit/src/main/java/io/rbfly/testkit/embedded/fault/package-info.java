/** Faults that a test requests of the brokers of an embedded cluster. Used on the event loop of the cluster only. */
@NullMarked
package io.rbfly.testkit.embedded.fault;

import org.jspecify.annotations.NullMarked;
