package io.rbfly.client.message;

import io.rbfly.protocol.chunk.Chunk;

/** A chunk and the stream that it is of. */
public record StreamChunk(String stream, Chunk chunk) {}
