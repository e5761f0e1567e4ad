package io.rbfly.client.message;

import io.rbfly.protocol.chunk.Chunk;

/** A chunk and the stream to which it belongs. */
public record StreamChunk(String stream, Chunk chunk) {}
