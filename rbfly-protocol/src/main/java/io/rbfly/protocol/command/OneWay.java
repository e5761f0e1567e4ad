package io.rbfly.protocol.command;

/** A command without correlation id, which has no response of its own. */
public interface OneWay extends Command {}
