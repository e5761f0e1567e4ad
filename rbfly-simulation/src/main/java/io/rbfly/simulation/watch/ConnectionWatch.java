package io.rbfly.simulation.watch;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.StoreOffset;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.frame.FrameAssembler;
import io.rbfly.protocol.frame.FrameDecoder;
import io.rbfly.protocol.frame.PublishReader;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ProtocolException;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.simulation.network.Tap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the frames of one connection of a client, in both directions, and tells the client's watch what they mean. */
final class ConnectionWatch implements Tap {
    private static final int LENGTH = 4;
    private static final int BODY = 4;
    private static final int COMMITTED_CHUNK_ID = 8;
    private static final int CHUNK_HEADER = 48;
    /** What has no answer, or does not wait for its turn. */
    private static final Set<CommandKey> UNTIMED = EnumSet.of(
            CommandKey.PUBLISH,
            CommandKey.CREDIT,
            CommandKey.STORE_OFFSET,
            CommandKey.HEARTBEAT,
            CommandKey.TUNE,
            CommandKey.CLOSE);

    private static final String HOST = "advertised_host";
    private static final String PORT = "advertised_port";

    private final ClientWatch client;
    private final FrameAssembler sent = new FrameAssembler(Integer.MAX_VALUE);
    private final FrameAssembler received = new FrameAssembler(Integer.MAX_VALUE);
    private final RequestWatch requests = new RequestWatch();
    private final SilenceWatch silence;
    private final SilenceWatch heartbeats;
    private final Declarations publishers;
    private final Declarations subscriptions;
    /** The references of queries that are not answered. */
    private final Map<Integer, String> queries = new HashMap<>();

    private String node = "";
    /** Whether something was received that is not a frame, so that the client ends the connection. */
    private boolean garbled;

    ConnectionWatch(ClientWatch client) {
        this.client = client;
        this.silence = SilenceWatch.ofBroker(client.toString(), client.findings());
        this.heartbeats = SilenceWatch.ofClient(client.toString(), client.findings());
        this.publishers = new Declarations(client.findings(), client::turn);
        this.subscriptions = new Declarations(client.findings(), client::turn);
    }

    Declarations publishers() {
        return publishers;
    }

    Declarations subscriptions() {
        return subscriptions;
    }

    @Override
    public void connecting(String to) {
        node = to;
    }

    @Override
    public void written(ByteBuf bytes) {
        heartbeats.heard(client.nanoTime(), client.blockedUntil());
        try {
            sent.accept(bytes.slice(), (frame, owned) -> sent(frame));
        } catch (ProtocolException e) {
            client.findings().report("clients send frames", node + ": " + e);
        }
    }

    @Override
    public void read(ByteBuf bytes) {
        silence.heard(client.nanoTime(), client.blockedUntil());
        if (garbled) {
            return;
        }
        try {
            received.accept(bytes.slice(), (frame, owned) -> received(frame));
        } catch (ProtocolException e) {
            garbled = true;
            client.findings().check(client.receivesGarbage(), "brokers send frames", () -> node + ": " + e);
        }
    }

    @Override
    public void left(int bytes) {
        requests.left(bytes, client.nanoTime());
    }

    @Override
    public void writable() {
        publishers.all().forEach(each -> each.possibleSince = client.nanoTime());
    }

    @Override
    public void closed() {
        checkSilence();
        publishers.closed();
        subscriptions.closed().forEach(each -> client.left(each, false));
        client.closed(this);
    }

    void checkSilence() {
        silence.check(client.nanoTime(), client.blockedUntil());
        heartbeats.check(client.nanoTime(), client.blockedUntil());
    }

    private static @Nullable CommandKey key(ByteBuf frame) {
        return CommandKey.of(frame.getUnsignedShort(frame.readerIndex()));
    }

    private void sent(ByteBuf frame) {
        requests.written(LENGTH + frame.readableBytes());
        CommandKey key = key(frame);
        if (key == null) {
            return;
        }
        if (!UNTIMED.contains(key) && !isResponse(frame)) {
            requests.request(key.name(), correlationId(frame), client.nanoTime());
        }
        switch (key) {
            case PEER_PROPERTIES, TUNE -> agreed(FrameDecoder.fromClient(frame));
            case PUBLISH -> published(frame);
            case CLOSE -> heartbeats.closing();
            case DECLARE_PUBLISHER, DELETE_PUBLISHER, SUBSCRIBE, UNSUBSCRIBE, CREDIT, STORE_OFFSET, QUERY_OFFSET ->
                sent(FrameDecoder.fromClient(frame));
            default -> {}
        }
    }

    private static boolean isResponse(ByteBuf frame) {
        return (frame.getUnsignedShort(frame.readerIndex()) & CommandKey.RESPONSE_BIT) != 0;
    }

    private static int correlationId(ByteBuf frame) {
        return frame.getInt(frame.readerIndex() + BODY);
    }

    private void agreed(Frame frame) {
        if (frame.command() instanceof PeerProperties peer) {
            client.requests.named(String.valueOf(peer.properties().get("connection_name")), requests);
        } else if (frame.command() instanceof Tune tune) {
            silence.agreed(tune.heartbeatSeconds());
            heartbeats.agreed(tune.heartbeatSeconds());
        }
    }

    private void published(ByteBuf frame) {
        int version = frame.getUnsignedShort(frame.readerIndex() + 2);
        PublishReader reader = new PublishReader(frame.skipBytes(BODY), version);
        Declared publisher = publishers.of(reader.publisherId());
        if (publisher == null) {
            client.findings()
                    .check(
                            publishers.wasDeclared(reader.publisherId()),
                            "ids are used that were declared",
                            () -> node + ": publisher " + reader.publisherId());
            return; // it was deleted before this was sent: the broker ignores it
        }
        new SentEntries(publisher, client).read(reader, frame);
    }

    private void sent(Frame frame) {
        int correlationId = frame.correlationId();
        if (frame.command() instanceof DeclarePublisher declare) {
            publishers.declare(
                    correlationId, new Declared(declare.publisherId(), declare.stream(), declare.reference()));
            client.declaring(declare.stream(), node);
        } else if (frame.command() instanceof DeletePublisher delete) {
            publishers.delete(correlationId, delete.publisherId());
        } else if (frame.command() instanceof Subscribe subscribe) {
            Declared subscription = new Declared(subscribe.subscriptionId(), subscribe.stream(), "");
            subscriptions.declare(correlationId, subscription);
            client.subscribing(subscribe.stream(), node);
            client.credit(subscription, subscribe.credit());
        } else if (frame.command() instanceof Unsubscribe unsubscribe) {
            subscriptions.delete(correlationId, unsubscribe.subscriptionId());
        } else if (frame.command() instanceof Credit credit) {
            Declared subscription = subscriptions.of(credit.subscriptionId());
            if (subscription != null) {
                client.credit(subscription, credit.credit());
            }
            client.findings()
                    .check(
                            subscriptions.wasDeclared(credit.subscriptionId()),
                            "ids are used that were declared",
                            () -> node + ": subscription " + credit.subscriptionId());
        } else if (frame.command() instanceof StoreOffset store) {
            client.storing(store.reference()).stored(this, store.offset());
        } else if (frame.command() instanceof QueryOffset query) {
            queries.put(correlationId, query.reference());
            client.storing(query.reference()).asked(this);
        }
    }

    private void received(ByteBuf frame) {
        CommandKey key = key(frame);
        if (key == null) {
            return;
        }
        if (isResponse(frame) && frame.readableBytes() >= BODY + Integer.BYTES) {
            requests.answered(correlationId(frame));
        }
        switch (key) {
            case DELIVER -> delivered(frame);
            case OPEN,
                    PUBLISH_CONFIRM,
                    PUBLISH_ERROR,
                    METADATA,
                    METADATA_UPDATE,
                    QUERY_OFFSET,
                    DECLARE_PUBLISHER,
                    DELETE_PUBLISHER,
                    SUBSCRIBE,
                    UNSUBSCRIBE -> received(FrameDecoder.fromBroker(frame, false));
            default -> {}
        }
    }

    private void delivered(ByteBuf frame) {
        int start = frame.readerIndex();
        int version = frame.getUnsignedShort(start + 2);
        int chunk = start + BODY + 1 + (version == Deliver.WITH_COMMITTED_CHUNK_ID ? COMMITTED_CHUNK_ID : 0);
        Declared subscription = subscriptions.of(frame.getUnsignedByte(start + BODY));
        if (subscription != null && frame.getUnsignedByte(chunk + 1) == Chunk.USER_TYPE) {
            long first = frame.getLong(chunk + 24);
            client.chunk(subscription, first + frame.getUnsignedInt(chunk + 4), plainBytes(frame, chunk));
        }
    }

    /** The bytes of the messages of a chunk; zero if it is damaged, or has batches, for which other bytes count. */
    private static long plainBytes(ByteBuf frame, int chunk) {
        int entries = frame.getUnsignedShort(chunk + 2);
        int position = chunk + CHUNK_HEADER;
        long bytes = 0;
        for (int i = 0; i < entries; i++) {
            int left = frame.writerIndex() - position - LENGTH;
            int length = left < 0 ? -1 : frame.getInt(position);
            if (length < 0 || length > left) {
                return 0;
            }
            bytes += length;
            position += LENGTH + length;
        }
        return bytes;
    }

    private void received(Frame frame) {
        if (frame.command() instanceof PublishConfirm confirm) {
            Declared publisher = publishers.of(confirm.publisherId());
            if (publisher != null) {
                client.confirmed(publisher, confirm.publishingIds());
            }
        } else if (frame.command() instanceof PublishError error) {
            Declared publisher = publishers.of(error.publisherId());
            if (publisher != null) {
                client.refused(
                        publisher,
                        error.failures().stream()
                                .mapToLong(PublishError.Failure::publishingId)
                                .toArray());
            }
        } else if (frame.command() instanceof Open.Reply open) {
            silence.opened(client.nanoTime());
            heartbeats.opened(client.nanoTime());
            if (open.properties().containsKey(HOST)) {
                node = open.properties().get(HOST) + ":" + open.properties().get(PORT); // behind a load balancer
            }
        } else if (frame.command() instanceof QueryOffset.Reply reply) {
            String reference = queries.remove(frame.correlationId());
            if (reference != null) {
                client.storing(reference).answered(this, reply);
            }
        } else if (frame.command() instanceof Metadata.Reply metadata) {
            client.located(metadata);
        } else if (frame.command() instanceof MetadataUpdate update) {
            client.unavailable(update.stream(), node);
        } else if (frame.command() instanceof StatusResponse response) {
            answered(frame.correlationId(), response);
        }
    }

    private void answered(int correlationId, StatusResponse response) {
        boolean accepted = response.code() == ResponseCode.OK;
        switch (response.key()) {
            case DECLARE_PUBLISHER -> publishers.declared(correlationId, accepted, client.nanoTime());
            case SUBSCRIBE -> subscriptions.declared(correlationId, accepted, client.nanoTime());
            case DELETE_PUBLISHER -> publishers.deleted(correlationId);
            default -> {
                Declared gone = subscriptions.deleted(correlationId);
                if (gone != null) {
                    client.left(gone, true);
                }
            }
        }
    }
}
