package io.rbfly.client.publish.outcome;

/** Receives the listener of each message that has an outcome, with the publishing id of the message. */
public interface OutcomeConsumer {
    void accept(OutcomeListener outcome, long id);
}
