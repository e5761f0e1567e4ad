package io.rbfly.client.publish;

import java.util.concurrent.CompletableFuture;

/** The future of one message: of its publishing id. */
final class SendFuture extends CompletableFuture<Long> implements Outcome {}
