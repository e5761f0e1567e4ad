package io.rbfly.testkit.broker;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test method once per RabbitMQ version and passes a running broker to its parameter of type {@link Broker}.
 *
 * <p>Every test runs on {@link BrokerVersion#CURRENT}, and without {@link #versions} only on that version. Tests run on
 * the older versions too if the broker may make a difference:
 *
 * <ul>
 *   <li>{@code @BrokerTest}: the version makes no difference. What does not depend on a real broker at all is tested on
 *       the embedded one.
 *   <li>{@code @BrokerTest(versions = "3.10+")}: each version, for tests of what brokers answer or convert, or of the
 *       complete path of a message.
 *   <li>{@code @BrokerTest(versions = "4.0+")}: the same, for features that 3.10 does not have.
 *   <li>{@code @BrokerTest(versions = {"3.10", "4.3"})}: the same, with dedicated brokers to stop and kill, which takes
 *       long: the oldest and the newest version.
 *   <li>{@code @BrokerTest(versions = "3.10")}, {@code "4.3"}: what only that version does or refuses.
 * </ul>
 *
 * <p>The test fails if the broker is not available, since a skipped test would look like a passed one. If the
 * environment variable {@code RBFLY_BROKER_URI} names a broker, the method runs once, on that broker, unless it
 * requires a dedicated broker or only later versions.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(BrokerTestExtension.class)
public @interface BrokerTest {

    /**
     * The RabbitMQ versions to run on: {@code "4.0"} is that version, {@code "4.0+"} that version and all later ones of
     * {@link BrokerVersion#TESTED}. If empty, the current version, or the one that {@code RBFLY_BROKER_URI} names.
     */
    String[] versions() default {};

    /** Whether the test needs a dedicated broker, which it may stop and kill. */
    boolean dedicated() default false;
}
