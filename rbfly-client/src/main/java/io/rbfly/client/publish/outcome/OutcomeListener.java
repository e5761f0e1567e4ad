package io.rbfly.client.publish.outcome;

/** Who is told what became of a message: a future of its own, or one that it shares. */
public sealed interface OutcomeListener permits SendFuture, SharedOutcome, OutcomeListener.Told {
    /** Nobody any more. */
    enum Told implements OutcomeListener {
        TOLD
    }
}
