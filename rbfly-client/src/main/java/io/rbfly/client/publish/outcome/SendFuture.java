package io.rbfly.client.publish.outcome;

import io.rbfly.client.loop.LoopFuture;
import java.util.function.BooleanSupplier;

/** The future of one message, with its publishing id. */
public final class SendFuture extends LoopFuture<Long> implements OutcomeListener {
    public SendFuture(BooleanSupplier onLoop) {
        super(onLoop);
    }
}
