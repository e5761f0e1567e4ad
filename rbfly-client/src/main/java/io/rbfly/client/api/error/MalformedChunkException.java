package io.rbfly.client.api.error;

/**
 * The bytes of a chunk are damaged: its checksum or its structure is wrong. If the checksum is wrong, no message of the
 * chunk is delivered; otherwise no message after the damage is.
 */
public final class MalformedChunkException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final long chunkId;

    public MalformedChunkException(String stream, long chunkId, Throwable cause) {
        super("chunk " + Long.toUnsignedString(chunkId) + " of stream " + stream + ": " + cause.getMessage(), cause);
        this.chunkId = chunkId;
    }

    /** The offset of the first message of the chunk. */
    public long chunkId() {
        return chunkId;
    }
}
