package io.rbfly.testkit.broker.differential.script;

import java.util.function.Consumer;

/**
 * One command of a script.
 *
 * @param text for messages
 * @param action sends it and waits for what the broker must send for it
 * @param settles whether the broker may send something later, for which the comparison waits before the next step
 */
public record Step(String text, Consumer<Session> action, boolean settles) {
    @Override
    public String toString() {
        return text;
    }
}
