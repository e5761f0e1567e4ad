package io.rbfly.protocol.command;

/** A command without correlation id, which has no response of its own. */
public sealed interface OneWay extends Command
        permits Credit,
                Credit.Refusal,
                Deliver,
                Heartbeat,
                MetadataUpdate,
                Publish,
                PublishConfirm,
                PublishError,
                StoreOffset,
                Tune,
                UnknownCommand {}
