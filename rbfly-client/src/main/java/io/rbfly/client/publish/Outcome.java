package io.rbfly.client.publish;

/** Who is told what became of a message: a future of its own, or one that it shares. */
sealed interface Outcome permits SendFuture, Group, Outcome.Told {
    /** Nobody any more. */
    enum Told implements Outcome {
        TOLD
    }
}
