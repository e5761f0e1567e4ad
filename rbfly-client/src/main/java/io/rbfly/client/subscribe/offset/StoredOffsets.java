package io.rbfly.client.subscribe.offset;

import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.connection.Refusals;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.wire.ResponseCode;

/** What the answer to a query tells of an offset that was sent to be stored just before. */
final class StoredOffsets {
    private StoredOffsets() {}

    /** Whether the broker has stored the offset, or a later one. */
    static boolean isStored(QueryOffset.Reply reply, long offset) {
        return reply.code() == ResponseCode.OK && Long.compareUnsigned(reply.offset(), offset) >= 0;
    }

    /** Whether an offset that is not stored may be if it is sent again: the stream had no leader. */
    static boolean isUncertain(QueryOffset.Reply reply) {
        return reply.code() == ResponseCode.OK
                || reply.code() == ResponseCode.NO_OFFSET
                || reply.code() == ResponseCode.STREAM_NOT_AVAILABLE;
    }

    /** The exception for an offset that is not stored. A broker without a leader answers with a former one. */
    static StreamException refusal(QueryOffset.Reply reply, String reference, String stream) {
        ResponseCode code = reply.code() == ResponseCode.OK ? ResponseCode.NO_OFFSET : reply.code();
        return Refusals.of("offset of " + reference + " for stream " + stream, code);
    }
}
