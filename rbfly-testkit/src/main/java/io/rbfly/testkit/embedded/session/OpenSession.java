package io.rbfly.testkit.embedded.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.UnknownCommand;
import io.rbfly.protocol.command.connection.Close;
import io.rbfly.protocol.command.connection.ExchangeCommandVersions;
import io.rbfly.protocol.command.connection.Heartbeat;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.ResolveOffsetSpec;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.frame.FrameDecoder;
import io.rbfly.protocol.frame.PublishReader;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ProtocolException;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.session.channel.Closing;
import io.rbfly.testkit.embedded.session.channel.FrameOutput;
import io.rbfly.testkit.embedded.session.handshake.BrokerIdentity;
import io.rbfly.testkit.embedded.session.handshake.Handshake;

/**
 * A connection after the handshake: reads the frames of the client, and decides what happens to those it cannot read.
 */
final class OpenSession {
    private final Handshake login;
    private final Requests requests;
    private final Publishers publishers;
    private final FrameOutput output;
    private final Closing closing;
    private final RequestHook hook;
    private final CommandStreams streams;

    OpenSession(
            Handshake login,
            Requests requests,
            Publishers publishers,
            FrameOutput output,
            Closing closing,
            RequestHook hook,
            CommandStreams streams) {
        this.login = login;
        this.requests = requests;
        this.publishers = publishers;
        this.output = output;
        this.closing = closing;
        this.hook = hook;
        this.streams = streams;
    }

    /** The client sent a frame. */
    void received(ByteBuf frame) {
        if (isPublish(frame)) {
            int version = frame.getUnsignedShort(frame.readerIndex() + 2);
            publish(frame.skipBytes(4), version);
            return;
        }
        Frame decoded;
        try {
            decoded = FrameDecoder.fromClientStrictly(frame.duplicate());
        } catch (ProtocolException e) {
            notUnderstood(frame);
            return;
        }
        Command command = decoded.command();
        if (command instanceof UnknownCommand) {
            notUnderstood(frame);
        } else if (!hook.isActive()
                || !hook.applies(
                        command.key(),
                        streams.of(command),
                        code -> Refusals.send(output, decoded, code),
                        () -> execute(decoded))) {
            execute(decoded);
        }
    }

    private static boolean isPublish(ByteBuf frame) {
        int start = frame.readerIndex();
        if (frame.readableBytes() < 4 || frame.getUnsignedShort(start) != CommandKey.PUBLISH.number()) {
            return false;
        }
        int version = frame.getUnsignedShort(start + 2);
        return version == 1 || version == 2;
    }

    private void notUnderstood(ByteBuf frame) {
        if (MalformedFrame.dropsConnection(frame)) {
            closing.drop();
        } else {
            closing.unknownFrame();
        }
    }

    private void publish(ByteBuf body, int version) {
        PublishReader entries;
        try {
            entries = new PublishReader(body, version);
        } catch (ProtocolException e) {
            closing.unknownFrame();
            return;
        }
        if (!hook.isActive()) {
            publishers.publish(entries, body);
            return;
        }
        byte[] bytes = new byte[body.readableBytes()]; // the frame is gone when it is published later
        body.getBytes(body.readerIndex(), bytes);
        if (!hook.applies(
                CommandKey.PUBLISH,
                publishers.streamOf(entries.publisherId()),
                code -> publishers.refuse(entries, code),
                () -> {
                    ByteBuf copy = Unpooled.wrappedBuffer(bytes);
                    publishers.publish(new PublishReader(copy, version), copy);
                })) {
            publishers.publish(entries, body);
        }
    }

    private void execute(Frame frame) {
        int id = frame.correlationId();
        Command command = frame.command();
        if (command instanceof Heartbeat) {
            return;
        } else if (command instanceof Close) {
            output.respond(id, new StatusResponse(CommandKey.CLOSE, ResponseCode.OK));
            closing.drop();
        } else if (command instanceof ExchangeCommandVersions request) {
            exchangeVersions(id, request);
        } else if (command instanceof SaslAuthenticate request) {
            authenticateAgain(id, request);
        } else if (startsNowhere(command)) {
            closing.drop();
        } else if (!requests.execute(frame)) {
            closing.unknownFrame();
        }
    }

    /** During an alarm, RabbitMQ 4.3 does not know the command. */
    private void authenticateAgain(int id, SaslAuthenticate request) {
        if (requests.hasAlarm()) {
            closing.unknownFrame();
        } else if (login.authenticateAgain(id, request)) {
            requests.permissionsChanged();
        }
    }

    /** Offset type 0 is an answer to ConsumerUpdate only. */
    private static boolean startsNowhere(Command command) {
        return command instanceof Subscribe subscribe && subscribe.offset() instanceof OffsetSpec.None
                || command instanceof ResolveOffsetSpec resolve && resolve.offset() instanceof OffsetSpec.None;
    }

    private void exchangeVersions(int id, ExchangeCommandVersions request) {
        if (!request.versions().stream().allMatch(each -> MalformedFrame.isKnown(each.key()))) {
            closing.drop();
            return;
        }
        request.versions().stream()
                .filter(each ->
                        each.key() == CommandKey.DELIVER.number() && each.highest() == Deliver.WITH_COMMITTED_CHUNK_ID)
                .forEach(each -> requests.deliverVersion(Deliver.WITH_COMMITTED_CHUNK_ID));
        output.respond(id, new ExchangeCommandVersions.Reply(ResponseCode.OK, BrokerIdentity.commands()));
    }
}
