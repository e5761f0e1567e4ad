package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The types are public because only those are API; they are declared in a public class for the same reason. */
public class ApiListingTest {
    private static final String PREFIX = ApiListingTest.class.getCanonicalName() + ".";

    private static List<String> lines(Class<?>... types) {
        return ApiListing.ofTypes(List.of(types)).stream()
                .map(line -> line.replace(PREFIX, ""))
                .toList();
    }

    public interface Names<T extends @Nullable Object & Comparable<? super T>> {
        @Nullable
        T first(Map<String, ? extends @Nullable T> names) throws IOException;

        default byte @Nullable [] octets(@Nullable String... names) {
            return null;
        }

        static <R> List<R> all(Function<?, R[]> names) {
            return List.of();
        }
    }

    @Test
    void methodsAreListedWithGenericsNullnessAndExceptions() {
        assertThat(lines(Names.class))
                .containsExactly(
                        "Names public abstract @Nullable T first(java.util.Map<java.lang.String, ? extends @Nullable T>)"
                                + " throws java.io.IOException",
                        "Names public default byte @Nullable [] octets(@Nullable java.lang.String...)",
                        "Names public static <R> java.util.List<R> all(java.util.function.Function<?, R[]>)",
                        "Names public static interface<T extends @Nullable java.lang.Object"
                                + " & java.lang.Comparable<? super T>>");
    }

    abstract static class Hidden implements AutoCloseable {
        public void close(int code) {}

        void internal() {}
    }

    public abstract static class Shown extends Hidden {
        public static final int LIMIT = 1;
        protected int count;
        private final int secret = 2;

        protected Shown(int count) {
            this.count = count + secret;
        }

        Shown() {
            this(LIMIT);
        }
    }

    @Test
    void whatComesFromAHiddenSuperclassIsListed() {
        assertThat(lines(Shown.class, Hidden.class))
                .containsExactlyInAnyOrder(
                        "Shown public static abstract class implements java.lang.AutoCloseable",
                        "Shown protected new(int)",
                        "Shown public static final int LIMIT",
                        "Shown protected int count",
                        "Shown public void close(int)");
    }

    public static final class Closed {
        private Closed() {}

        protected void nobodyCanCallThis() {}
    }

    @Test
    void aProtectedMemberOfAFinalClassIsNot() {
        assertThat(lines(Closed.class)).containsExactly("Closed public static final class");
    }

    public sealed interface Shape permits Circle, HiddenShape {}

    public record Circle(double radius) implements Shape {}

    private record HiddenShape() implements Shape {}

    @Test
    void sealedTypesAreListedWithTheSubclassesThatCanBeSeen() {
        assertThat(lines(Shape.class, Circle.class, HiddenShape.class))
                .contains("Shape public static sealed interface permits Circle");
    }

    @Test
    void recordsAreListedWithTheirAccessors() {
        assertThat(lines(Circle.class))
                .contains("Circle public static final record extends java.lang.Record implements Shape")
                .contains("Circle public new(double)", "Circle public double radius()");
    }
}
