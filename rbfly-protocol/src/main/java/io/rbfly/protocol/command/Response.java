package io.rbfly.protocol.command;

import io.rbfly.protocol.wire.ResponseCode;

/** The answer to a {@link Request}. */
public sealed interface Response extends Command
        permits ExchangeCommandVersions.Reply,
                Metadata.Reply,
                Open.Reply,
                PeerProperties.Reply,
                QueryOffset.Reply,
                QueryPublisherSequence.Reply,
                SaslAuthenticate.Reply,
                SaslHandshake.Reply,
                StatusResponse,
                StreamStats.Reply {
    /** Whether the request was carried out. */
    ResponseCode code();
}
