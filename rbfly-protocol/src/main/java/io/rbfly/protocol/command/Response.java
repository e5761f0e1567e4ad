package io.rbfly.protocol.command;

import io.rbfly.protocol.wire.ResponseCode;

/** The answer to a {@link Request}. */
public sealed interface Response extends Command
        permits Metadata.Reply,
                Open.Reply,
                PeerProperties.Reply,
                QueryOffset.Reply,
                QueryPublisherSequence.Reply,
                SaslAuthenticate.Reply,
                SaslHandshake.Reply,
                StatusResponse {
    /** Whether the request was carried out. */
    ResponseCode code();
}
