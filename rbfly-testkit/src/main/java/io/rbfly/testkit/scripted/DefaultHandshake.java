package io.rbfly.testkit.scripted;

import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.connection.Close;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.SaslHandshake;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
import java.util.Map;

/**
 * The default answers of a broker: it accepts every client, reports that it has all streams, and confirms Close
 * requests.
 */
final class DefaultHandshake {
    private DefaultHandshake() {}

    static void addTo(ScriptedBroker broker) {
        broker.reply(
                PeerProperties.class,
                request ->
                        new PeerProperties.Reply(ResponseCode.OK, Map.of("product", "scripted", "version", "3.10.8")));
        broker.reply(
                SaslHandshake.class, request -> new SaslHandshake.Reply(ResponseCode.OK, List.of("AMQPLAIN", "PLAIN")));
        broker.onFrame(SaslAuthenticate.class, (peer, frame) -> {
            peer.respond(frame.correlationId(), new SaslAuthenticate.Reply(ResponseCode.OK));
            peer.send(new Tune(1 << 20, 60));
        });
        broker.reply(Open.class, request -> new Open.Reply(ResponseCode.OK, Map.of()));
        broker.reply(Metadata.class, DefaultHandshake::onThisNode);
        broker.onFrame(Close.class, (peer, frame) -> {
            peer.respond(frame.correlationId(), new StatusResponse(CommandKey.CLOSE, ResponseCode.OK));
            peer.cut();
        });
    }

    /** All streams exist, and only this node has them. */
    private static Metadata.Reply onThisNode(Metadata request) {
        return new Metadata.Reply(
                List.of(new Metadata.Broker(0, "scripted", 5552)),
                request.streams().stream()
                        .map(stream -> new Metadata.StreamInfo(stream, ResponseCode.OK, 0, List.of()))
                        .toList());
    }
}
