package io.rbfly.protocol.frame;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.UnknownCommand;
import io.rbfly.protocol.command.connection.Close;
import io.rbfly.protocol.command.connection.ExchangeCommandVersions;
import io.rbfly.protocol.command.connection.Heartbeat;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.SaslHandshake;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.command.publishing.QueryPublisherSequence;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.stream.Delete;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.command.subscribing.ConsumerUpdate;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.ResolveOffsetSpec;
import io.rbfly.protocol.command.subscribing.StoreOffset;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.command.superstream.CreateSuperStream;
import io.rbfly.protocol.command.superstream.DeleteSuperStream;
import io.rbfly.protocol.command.superstream.Partitions;
import io.rbfly.protocol.command.superstream.Route;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ProtocolException;
import io.rbfly.protocol.wire.Wire;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decodes frames to commands, for a client or for a broker: some numbers have different meanings for each direction.
 *
 * <p>A frame whose key, version or direction is unknown becomes an {@link UnknownCommand}. Bytes after the last field
 * that this library knows are ignored, since newer brokers may add fields. All values that a field can have are
 * accepted, also those that {@link FrameEncoder} refuses to send.
 */
public final class FrameDecoder {
    private static final int VERSION = 1;

    private FrameDecoder() {}

    /**
     * Decodes a frame that a broker sent to a client.
     *
     * @param frame one frame without its size
     * @param owned whether the frame's array may be retained, so that a chunk need not be copied
     * @throws ProtocolException if the bytes are malformed
     */
    public static Frame fromBroker(ByteBuf frame, boolean owned) {
        return fromBroker(frame, owned, byte[]::new);
    }

    /**
     * Decodes a frame that a broker sent to a client.
     *
     * @param frame one frame without its size
     * @param owned whether the frame's array may be retained, so that a chunk need not be copied
     * @param arrays provides the array for a copy, which has the requested length or is longer
     * @throws ProtocolException if the bytes are malformed
     */
    public static Frame fromBroker(ByteBuf frame, boolean owned, IntFunction<byte[]> arrays) {
        return decode(
                frame,
                (key, version, response) -> response ? response(key, frame) : push(key, version, frame, owned, arrays));
    }

    /**
     * Decodes a frame that a client sent to a broker.
     *
     * @param frame one frame without its size
     * @throws ProtocolException if the bytes are malformed
     */
    public static Frame fromClient(ByteBuf frame) {
        return fromClient(frame, Wire::readProperties);
    }

    /**
     * Decodes a frame that a client sent to a broker, with the strictness of brokers: a frame with bytes after its last
     * field becomes an {@link UnknownCommand}, protocol section 1. The declared number of properties is ignored, and
     * they are read up to the end of the frame.
     *
     * <p>Brokers do not decode a frame of messages at once: {@link PublishReader} reads it as they do.
     *
     * @param frame one frame without its size
     * @throws ProtocolException if the bytes are malformed
     */
    public static Frame fromClientStrictly(ByteBuf frame) {
        int start = frame.readerIndex();
        Frame decoded = fromClient(frame, Wire::readPropertiesToEnd);
        return frame.isReadable() ? unknown(frame.getUnsignedShort(start), frame.getUnsignedShort(start + 2)) : decoded;
    }

    private static Frame fromClient(ByteBuf frame, Function<ByteBuf, Map<String, String>> properties) {
        return decode(
                frame,
                (key, version, response) -> response ? answer(key, frame) : command(key, version, frame, properties));
    }

    private static Frame decode(ByteBuf frame, Direction direction) {
        int number = Wire.readUint16(frame);
        int version = Wire.readUint16(frame);
        CommandKey key = CommandKey.of(number);
        boolean response = (number & CommandKey.RESPONSE_BIT) != 0;
        Frame known = key == null || !isKnown(key, version) ? null : direction.read(key, version, response);
        return known != null ? known : unknown(number, version);
    }

    private static Frame unknown(int number, int version) {
        return new Frame(Frame.NO_CORRELATION, new UnknownCommand(number, version));
    }

    private static boolean isKnown(CommandKey key, int version) {
        return version == VERSION
                || key == CommandKey.PUBLISH && version == Publish.WITH_FILTER_VALUES
                || key == CommandKey.DELIVER && version == Deliver.WITH_COMMITTED_CHUNK_ID;
    }

    private static @Nullable Frame push(
            CommandKey key, int version, ByteBuf in, boolean owned, IntFunction<byte[]> arrays) {
        return switch (key) {
            case PUBLISH_CONFIRM -> oneWay(PublishConfirm.decode(in));
            case PUBLISH_ERROR -> oneWay(PublishError.decode(in));
            case DELIVER -> oneWay(Deliver.decode(in, version, owned, arrays));
            case METADATA_UPDATE -> oneWay(MetadataUpdate.decode(in));
            case HEARTBEAT -> oneWay(Heartbeat.decode(in));
            case TUNE -> oneWay(Tune.decode(in));
            case CLOSE -> request(in, Close::decode);
            case CONSUMER_UPDATE -> request(in, ConsumerUpdate::decode);
            case ROUTE, PARTITIONS -> response(key, in); // brokers before 3.11.1 do not set the response bit
            default -> null;
        };
    }

    private static @Nullable Frame response(CommandKey key, ByteBuf in) {
        return switch (key) {
            case PEER_PROPERTIES -> reply(in, PeerProperties.Reply::decode);
            case SASL_HANDSHAKE -> reply(in, SaslHandshake.Reply::decode);
            case SASL_AUTHENTICATE -> reply(in, SaslAuthenticate.Reply::decode);
            case OPEN -> reply(in, Open.Reply::decode);
            case METADATA -> reply(in, Metadata.Reply::decode);
            case QUERY_OFFSET -> reply(in, QueryOffset.Reply::decode);
            case QUERY_PUBLISHER_SEQUENCE -> reply(in, QueryPublisherSequence.Reply::decode);
            case EXCHANGE_COMMAND_VERSIONS -> reply(in, ExchangeCommandVersions.Reply::decode);
            case STREAM_STATS -> reply(in, StreamStats.Reply::decode);
            case RESOLVE_OFFSET_SPEC -> reply(in, ResolveOffsetSpec.Reply::decode);
            case ROUTE -> reply(in, Route.Reply::decode);
            case PARTITIONS -> reply(in, Partitions.Reply::decode);
            case CREDIT -> oneWay(Credit.Refusal.decode(in));
            case DECLARE_PUBLISHER,
                    DELETE_PUBLISHER,
                    SUBSCRIBE,
                    UNSUBSCRIBE,
                    CREATE,
                    DELETE,
                    CREATE_SUPER_STREAM,
                    DELETE_SUPER_STREAM,
                    CLOSE -> reply(in, body -> StatusResponse.decode(key, body));
            default -> null;
        };
    }

    private static @Nullable Frame command(
            CommandKey key, int version, ByteBuf in, Function<ByteBuf, Map<String, String>> properties) {
        return switch (key) {
            case DECLARE_PUBLISHER -> request(in, DeclarePublisher::decode);
            case PUBLISH -> oneWay(Publish.decode(in, version));
            case QUERY_PUBLISHER_SEQUENCE -> request(in, QueryPublisherSequence::decode);
            case DELETE_PUBLISHER -> request(in, DeletePublisher::decode);
            case SUBSCRIBE -> request(in, body -> Subscribe.decode(body, properties));
            case CREDIT -> oneWay(Credit.decode(in));
            case STORE_OFFSET -> oneWay(StoreOffset.decode(in));
            case QUERY_OFFSET -> request(in, QueryOffset::decode);
            case UNSUBSCRIBE -> request(in, Unsubscribe::decode);
            case CREATE -> request(in, body -> Create.decode(body, properties));
            case DELETE -> request(in, Delete::decode);
            case METADATA -> request(in, Metadata::decode);
            case PEER_PROPERTIES -> request(in, body -> PeerProperties.decode(body, properties));
            case SASL_HANDSHAKE -> request(in, SaslHandshake::decode);
            case SASL_AUTHENTICATE -> request(in, SaslAuthenticate::decode);
            case TUNE -> oneWay(Tune.decode(in));
            case OPEN -> request(in, Open::decode);
            case CLOSE -> request(in, Close::decode);
            case HEARTBEAT -> oneWay(Heartbeat.decode(in));
            case EXCHANGE_COMMAND_VERSIONS -> request(in, ExchangeCommandVersions::decode);
            case STREAM_STATS -> request(in, StreamStats::decode);
            case ROUTE -> request(in, Route::decode);
            case PARTITIONS -> request(in, Partitions::decode);
            case CREATE_SUPER_STREAM -> request(in, body -> CreateSuperStream.decode(body, properties));
            case DELETE_SUPER_STREAM -> request(in, DeleteSuperStream::decode);
            case RESOLVE_OFFSET_SPEC -> request(in, body -> ResolveOffsetSpec.decode(body, properties));
            case PUBLISH_CONFIRM, PUBLISH_ERROR, DELIVER, METADATA_UPDATE, CONSUMER_UPDATE -> null;
        };
    }

    private static @Nullable Frame answer(CommandKey key, ByteBuf in) {
        return switch (key) {
            case CLOSE -> reply(in, body -> StatusResponse.decode(key, body));
            case TUNE -> oneWay(Tune.decode(in)); // clients may set the response bit
            case CONSUMER_UPDATE -> reply(in, ConsumerUpdate.Reply::decode);
            default -> null;
        };
    }

    private static Frame oneWay(OneWay command) {
        return new Frame(Frame.NO_CORRELATION, command);
    }

    private static Frame request(ByteBuf in, Function<ByteBuf, ? extends Request<?>> body) {
        return correlated(in, body);
    }

    private static Frame reply(ByteBuf in, Function<ByteBuf, ? extends Response> body) {
        return correlated(in, body);
    }

    private static Frame correlated(ByteBuf in, Function<ByteBuf, ? extends Command> body) {
        int correlationId = Wire.readInt32(in);
        return new Frame(correlationId, body.apply(in));
    }

    /** The commands that one side sends. */
    private interface Direction {
        @Nullable
        Frame read(CommandKey key, int version, boolean response);
    }
}
