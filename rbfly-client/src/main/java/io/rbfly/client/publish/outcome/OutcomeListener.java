package io.rbfly.client.publish.outcome;

/** Receives the outcome of a message: a future of the message, or one that it shares. */
public sealed interface OutcomeListener permits SendFuture, SharedOutcome, OutcomeListener.Told {
    /** Stands for a listener that was already notified. */
    enum Told implements OutcomeListener {
        TOLD
    }
}
