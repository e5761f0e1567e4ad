package io.rbfly.client.api.error;

/**
 * The bytes of a chunk are damaged: its checksum or its structure is wrong. No message after the damage is handed out,
 * and none of the chunk when it is the checksum.
 */
public final class MalformedChunkException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final long chunkId;

    public MalformedChunkException(String stream, long chunkId, Throwable cause) {
        super("chunk " + Long.toUnsignedString(chunkId) + " of stream " + stream + ": " + cause.getMessage(), cause);
        this.chunkId = chunkId;
    }

    /** Offset of the chunk's first message. */
    public long chunkId() {
        return chunkId;
    }
}
