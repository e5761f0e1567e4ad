package io.rbfly.testkit.blocking;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Fails each test that blocks an event loop, unless it is annotated with {@link BlocksLoop}. JUnit detects it
 * automatically.
 */
public final class BlockedLoopExtension implements AfterEachCallback, AfterAllCallback {
    static {
        BlockedLoops.watch();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check(context);
    }

    /** Checks the calls after the last test, or before the first. */
    @Override
    public void afterAll(ExtensionContext context) {
        check(context);
    }

    private static void check(ExtensionContext context) {
        List<Throwable> calls = BlockedLoops.take();
        if (!calls.isEmpty() && !isOnPurpose(context)) {
            var error = new AssertionError("An event loop was blocked " + calls.size() + " times, first by "
                    + BlockedLoops.describe(calls.get(0)));
            calls.stream().limit(3).forEach(error::addSuppressed);
            throw error;
        }
    }

    private static boolean isOnPurpose(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getElement(), BlocksLoop.class)
                || AnnotationSupport.isAnnotated(context.getTestClass(), BlocksLoop.class);
    }
}
