package io.rbfly.testkit.embedded.cluster;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A cluster whose event loop and clocks a test turns by hand, and the clients of its nodes. */
final class TestCluster {
    static final int MAX_BYTES = 1_000_000;
    static final Duration ELECTION = Duration.ofMillis(100);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private Instant now = Instant.EPOCH;

    final ClusterState state;
    final VirtualHost host;
    /** What publishers, subscriptions and members of groups were told, in order. */
    final List<String> events = new ArrayList<>();

    TestCluster(int nodes) {
        channel.freezeTime();
        List<String> names = List.of("a", "b", "c", "d", "e").subList(0, nodes);
        state = new ClusterState(channel.eventLoop(), () -> now, MAX_BYTES, names);
        host = Objects.requireNonNull(state.virtualHost("/"));
    }

    Node node(int index) {
        return state.nodes().get(index);
    }

    /** Runs what is to be run now. */
    void turn() {
        channel.runPendingTasks();
    }

    void advance(Duration time) {
        turn();
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        now = now.plus(time);
        turn();
    }

    void elect() {
        advance(ELECTION);
    }

    /** Takes the events so far. */
    List<String> events() {
        turn();
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /** A stream that is led by the first node. */
    ReplicatedStream stream(String name) {
        return stream(name, Map.of());
    }

    ReplicatedStream stream(String name, Map<String, String> arguments) {
        ResponseCode code = host.create(name, arguments, node(0));
        if (code != ResponseCode.OK) {
            throw new IllegalStateException(code.toString());
        }
        return existing(name);
    }

    ReplicatedStream existing(String name) {
        return Objects.requireNonNull(host.stream(name));
    }

    Client client(String name, int node) {
        return new Client(name, node(node));
    }

    /** A connection. It lets go of a stream when it is told that it is not available, as connections do. */
    final class Client implements StreamClient {
        private final String name;
        private final Node node;
        private final List<Publisher> publishers = new ArrayList<>();
        private final List<Reader> readers = new ArrayList<>();
        private final List<Member> members = new ArrayList<>();

        private Client(String name, Node node) {
            this.name = name;
            this.node = node;
        }

        @Override
        public Node node() {
            return node;
        }

        @Override
        public void streamUnavailable(ReplicatedStream stream) {
            events.add(name + ": unavailable " + stream);
            publishers.stream().filter(each -> each.stream == stream).toList().forEach(Publisher::close);
            readers.stream().filter(each -> each.stream == stream).toList().forEach(Reader::close);
        }

        /** Closes the connection. */
        void close() {
            List.copyOf(publishers).forEach(Publisher::close);
            List.copyOf(readers).forEach(Reader::close);
        }

        Publisher publisher(ReplicatedStream stream, String reference) {
            Publisher publisher = new Publisher(this, stream, reference);
            publishers.add(publisher);
            stream.add(publisher);
            return publisher;
        }

        Publisher publisher(ReplicatedStream stream) {
            return publisher(stream, "");
        }

        Reader reader(ReplicatedStream stream) {
            Reader reader = new Reader(this, stream);
            readers.add(reader);
            stream.add(reader);
            return reader;
        }

        Member member(ReplicatedStream stream, String group, @Nullable String superStream) {
            ConsumerGroup joined = Objects.requireNonNull(host.group(stream.name(), group, superStream));
            Member member = new Member(this, joined, stream);
            members.add(member);
            reader(stream).member = member;
            joined.join(member);
            return member;
        }
    }

    final class Publisher implements StreamPublisher {
        private final Client client;
        private final ReplicatedStream stream;
        private final String reference;

        private Publisher(Client client, ReplicatedStream stream, String reference) {
            this.client = client;
            this.stream = stream;
            this.reference = reference;
        }

        void write(long publishingId) {
            write(publishingId, 1);
        }

        void write(long publishingId, int length) {
            ByteBuf entry = Unpooled.buffer().writeInt(length).writeZero(length);
            stream.write(this, publishingId, null, entry, 0, 4 + length, 1);
        }

        void close() {
            client.publishers.remove(this);
            stream.remove(this);
        }

        @Override
        public StreamClient client() {
            return client;
        }

        @Override
        public String reference() {
            return reference;
        }

        @Override
        public void confirmed(long[] publishingIds) {
            events.add(client.name + ": confirmed " + Arrays.toString(publishingIds));
        }

        @Override
        public void refused(long publishingId, ResponseCode code) {
            events.add(client.name + ": refused " + publishingId + " " + code.number());
        }
    }

    final class Reader implements StreamReader {
        private final Client client;
        private final ReplicatedStream stream;
        private @Nullable Member member;

        private Reader(Client client, ReplicatedStream stream) {
            this.client = client;
            this.stream = stream;
        }

        void close() {
            client.readers.remove(this);
            stream.remove(this);
            if (member != null) {
                member.leave();
            }
        }

        @Override
        public StreamClient client() {
            return client;
        }

        @Override
        public void chunksCommitted() {
            events.add(client.name + ": committed " + stream.log().commitIndex());
        }
    }

    /** A member of a group, which answers when the test says so. */
    final class Member implements GroupMember {
        private final Client client;
        private final ConsumerGroup group;
        private final ReplicatedStream stream;

        private Member(Client client, ConsumerGroup group, ReplicatedStream stream) {
            this.client = client;
            this.group = group;
            this.stream = stream;
        }

        ConsumerGroup group() {
            return group;
        }

        void answer() {
            group.steppedDown();
        }

        void leave() {
            if (client.members.remove(this)) {
                host.leave(group, List.of(this));
            }
        }

        @Override
        public StreamClient client() {
            return client;
        }

        @Override
        public void activate() {
            events.add(client.name + ":" + stream + "=1");
        }

        @Override
        public void deactivate() {
            events.add(client.name + ":" + stream + "=0");
        }
    }
}
