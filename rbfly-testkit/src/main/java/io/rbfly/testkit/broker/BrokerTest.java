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
 * <p>Every test runs on {@link BrokerVersion#CURRENT}, and without {@link #versions} on that one alone. Tests run on
 * the older versions too when the brokers themselves may make the difference:
 *
 * <ul>
 *   <li>{@code @BrokerTest}: the client does it all, or does the same on any broker. Most tests.
 *   <li>{@code @BrokerTest(versions = "3.10+")}: each version. It is about what the brokers answer or convert, or it is
 *       one of the tests that go the whole way of a message.
 *   <li>{@code @BrokerTest(versions = "4.0+")}: the same, of what 3.10 does not have.
 *   <li>{@code @BrokerTest(versions = {"3.10", "4.3"})}: the same, with brokers of its own that it stops and kills,
 *       which takes long: the oldest and the newest.
 *   <li>{@code @BrokerTest(versions = "3.10")}, {@code "4.3"}: what only that version does or refuses to do.
 * </ul>
 *
 * <p>The test fails when the broker cannot be had: a skipped test would look like a passed one. With a broker named by
 * the environment variable {@code RBFLY_BROKER_URI} the method runs once, on that one, unless it wants a dedicated
 * broker or only later versions.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(BrokerTestExtension.class)
public @interface BrokerTest {

    /**
     * The RabbitMQ versions to run on: {@code "4.0"} is that one, {@code "4.0+"} that one and all later ones of
     * {@link BrokerVersion#TESTED}. None is the current one, or any that {@code RBFLY_BROKER_URI} names.
     */
    String[] versions() default {};

    /** Whether the test needs a broker of its own, which it may stop and kill. */
    boolean dedicated() default false;
}
