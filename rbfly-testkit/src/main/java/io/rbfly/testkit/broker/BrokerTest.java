package io.rbfly.testkit.broker;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test method once per RabbitMQ version and gives its parameter of type {@link Broker} a running broker.
 *
 * <p>The test fails when the broker cannot be had: a skipped test would look like a passed one. With a broker named by the
 * environment variable {@code RBFLY_BROKER_URI} the method runs once, on that one, unless it wants a dedicated broker or only
 * later versions.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(BrokerTestExtension.class)
public @interface BrokerTest {

    /** The RabbitMQ versions to run on, such as {@code "4.0"}. */
    String[] versions() default {"3.10", "4.0"};

    /** Whether the test needs a broker of its own, which it may stop and kill. */
    boolean dedicated() default false;
}
