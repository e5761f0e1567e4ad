package io.rbfly.testkit.embedded.session;

import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.connection.ExchangeCommandVersions;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.SaslHandshake;
import io.rbfly.protocol.command.publishing.QueryPublisherSequence;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.ResolveOffsetSpec;
import io.rbfly.protocol.command.superstream.Partitions;
import io.rbfly.protocol.command.superstream.Route;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.session.channel.FrameOutput;
import java.util.List;
import java.util.Map;

/** Answers that a test requests: a code, and nothing else. */
final class Refusals {
    private Refusals() {}

    /** Answers a command with a code; one that has no such answer is ignored. */
    static void send(FrameOutput output, Frame frame, ResponseCode code) {
        if (frame.command() instanceof Credit credit) {
            output.send(new Credit.Refusal(code, credit.subscriptionId()));
        } else if (frame.correlationId() != Frame.NO_CORRELATION) {
            output.respond(frame.correlationId(), response(frame.command(), code));
        }
    }

    private static Response response(Command command, ResponseCode code) {
        return switch (command.key()) {
            case PEER_PROPERTIES -> new PeerProperties.Reply(code, Map.of());
            case SASL_HANDSHAKE -> new SaslHandshake.Reply(code, List.of());
            case SASL_AUTHENTICATE -> new SaslAuthenticate.Reply(code);
            case OPEN -> new Open.Reply(code, Map.of());
            case EXCHANGE_COMMAND_VERSIONS -> new ExchangeCommandVersions.Reply(code, List.of());
            case QUERY_PUBLISHER_SEQUENCE -> new QueryPublisherSequence.Reply(code, 0);
            case QUERY_OFFSET -> new QueryOffset.Reply(code, 0);
            case STREAM_STATS -> new StreamStats.Reply(code, Map.of());
            case RESOLVE_OFFSET_SPEC -> new ResolveOffsetSpec.Reply(code, new OffsetSpec.At(0));
            case ROUTE -> new Route.Reply(code, List.of());
            case PARTITIONS -> new Partitions.Reply(code, List.of());
            case METADATA -> metadata((Metadata) command, code);
            default -> new StatusResponse(command.key(), code);
        };
    }

    /** Has no code of its own: each stream has it. */
    private static Metadata.Reply metadata(Metadata request, ResponseCode code) {
        return new Metadata.Reply(
                List.of(),
                request.streams().stream()
                        .distinct()
                        .map(name -> StreamRequests.unknown(name, code))
                        .toList());
    }
}
