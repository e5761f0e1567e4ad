package io.rbfly.benchmarks.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;

/** The content of the two messages with which all codecs are measured. */
final class Sample {
    static final byte[] BODY = new byte[100];
    static final String MESSAGE_ID = "7f3e9a52-order-000123";
    static final String CONTENT_TYPE = "application/json";
    static final Instant CREATION_TIME = Instant.ofEpochMilli(1700000000123L);
    static final long CORRELATION_ID = 987_654_321L;

    static final String TEXT_KEY = "customer";
    static final String TEXT = "Ada Lovelace";
    static final String NUMBER_KEY = "amount";
    static final long NUMBER = 1_234_567_890L;
    static final String FLAG_KEY = "express";
    static final boolean FLAG = true;

    static {
        for (int i = 0; i < BODY.length; i++) {
            BODY[i] = (byte) ('a' + i % 26);
        }
    }

    private Sample() {}

    /** Returns a buffer that is large enough for these messages. */
    static ByteBuf buffer(boolean direct) {
        return direct ? Unpooled.directBuffer(1024) : Unpooled.buffer(1024);
    }
}
