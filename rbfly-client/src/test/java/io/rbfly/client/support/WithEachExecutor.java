package io.rbfly.client.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs the tests of a class with each {@link CallbackKind}: nothing may depend on where callbacks run. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(WithEachExecutor.Contexts.class)
public @interface WithEachExecutor {
    /** The system property that selects kinds, by a pattern of their names; all by default. */
    String KINDS = "rbfly.test.executors";

    /** One run of the class for each kind. */
    public final class Contexts implements ClassTemplateInvocationContextProvider {
        @Override
        public boolean supportsClassTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<Run> provideClassTemplateInvocationContexts(ExtensionContext context) {
            return Stream.of(CallbackKind.values())
                    .filter(kind -> kind.name().matches(System.getProperty(KINDS, ".*")))
                    .map(Run::new);
        }
    }

    /** One run. */
    public record Run(CallbackKind kind)
            implements ClassTemplateInvocationContext,
                    BeforeClassTemplateInvocationCallback,
                    AfterClassTemplateInvocationCallback {
        @Override
        public String getDisplayName(int index) {
            return kind.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public void beforeClassTemplateInvocation(ExtensionContext context) {
            CallbackKind.use(kind);
        }

        @Override
        public void afterClassTemplateInvocation(ExtensionContext context) {
            CallbackKind.use(CallbackKind.EVENT_LOOP);
        }
    }
}
