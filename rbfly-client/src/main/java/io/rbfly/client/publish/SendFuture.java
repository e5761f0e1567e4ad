package io.rbfly.client.publish;

import io.rbfly.client.loop.LoopFuture;
import java.util.function.BooleanSupplier;

/** The future of one message: of its publishing id. */
final class SendFuture extends LoopFuture<Long> implements Outcome {
    SendFuture(BooleanSupplier onLoop) {
        super(onLoop);
    }
}
