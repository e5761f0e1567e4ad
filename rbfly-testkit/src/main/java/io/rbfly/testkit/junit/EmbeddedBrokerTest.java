package io.rbfly.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class an embedded broker, as a parameter of type
 * {@link io.rbfly.testkit.embedded.EmbeddedBroker}, or a cluster, as a parameter of type
 * {@link io.rbfly.testkit.embedded.EmbeddedCluster}. Constructors and methods of the life cycle may have the parameter,
 * too.
 *
 * <pre>{@code
 * @EmbeddedBrokerTest
 * class OrdersTest {
 *     @Test
 *     void anOrderIsStored(EmbeddedBroker broker) {
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>All tests of the class and of its nested classes share one broker. It is started for the first parameter and
 * closed after the last test. Its streams remain from test to test: create streams with names of their own. After each
 * test all faults end: see {@link io.rbfly.testkit.embedded.BrokerFaults#end}. After a test that has closed it, the
 * next one gets another.
 *
 * <p>Tests that run concurrently share the broker and its faults, which end for all of them when one test ends.
 *
 * <p>For other settings than the default ones, register an {@link EmbeddedBrokerExtension}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EmbeddedBrokerExtension.class)
public @interface EmbeddedBrokerTest {}
