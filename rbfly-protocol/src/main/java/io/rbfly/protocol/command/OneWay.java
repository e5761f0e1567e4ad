package io.rbfly.protocol.command;

/** A command without correlation id and without response. */
public interface OneWay extends Command {}
