package io.rbfly.demo.groups;

import java.time.Duration;
import java.util.List;

/** When which consumer comes and goes. */
final class Schedule {
    static final List<String> MEMBERS = List.of("A", "B", "C");

    private static final List<Step> STEPS = List.of(
            new Step(0, Change.JOINS, "A"),
            new Step(0.12, Change.JOINS, "B"),
            new Step(0.25, Change.JOINS, "C"),
            new Step(0.38, Change.LEAVES, "B"),
            new Step(0.50, Change.COMES_BACK, "B"),
            new Step(0.64, Change.IS_KILLED, "A"),
            new Step(0.78, Change.COMES_BACK, "A"),
            new Step(0.90, Change.LEAVES, "C"));

    private Schedule() {}

    static List<Step> steps() {
        return STEPS;
    }

    /** What a consumer does. */
    enum Change {
        JOINS("joins"),
        COMES_BACK("comes back"),
        LEAVES("leaves"),
        IS_KILLED("is killed");

        private final String words;

        Change(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** A change, at a fraction of the duration. */
    static final class Step {
        private final double at;
        final Change change;
        final String member;

        private Step(double at, Change change, String member) {
            this.at = at;
            this.change = change;
            this.member = member;
        }

        Duration after(Duration whole) {
            return Duration.ofNanos(Math.round(whole.toNanos() * at));
        }

        @Override
        public String toString() {
            return member + " " + change;
        }
    }
}
