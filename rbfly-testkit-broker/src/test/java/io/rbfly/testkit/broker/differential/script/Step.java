package io.rbfly.testkit.broker.differential.script;

import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * One command of a script.
 *
 * @param text for messages
 * @param action sends it and waits for what the broker must send for it
 * @param settles whether the broker may send something later, for which the comparison waits before the next step
 */
public record Step(String text, Consumer<Session> action, boolean settles) {
    /** Remembers a time between this step and the next. */
    public static Step remember() {
        return new Step("remember the time", Session::remember, false);
    }

    /** A step that depends on a time that was remembered, the first one for 0. */
    public static Step at(int number, LongFunction<Step> step) {
        Step example = step.apply(number);
        return new Step(
                example.text() + ", time " + number,
                session -> step.apply(session.time(number)).action().accept(session),
                example.settles());
    }

    @Override
    public String toString() {
        return text;
    }
}
