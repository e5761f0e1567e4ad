package io.rbfly.testkit.embedded.session;

import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.ResolveOffsetSpec;
import io.rbfly.protocol.command.superstream.Partitions;
import io.rbfly.protocol.command.superstream.Route;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.cluster.ClusterState;
import io.rbfly.testkit.embedded.cluster.Node;
import io.rbfly.testkit.embedded.cluster.Permissions;
import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.cluster.VirtualHost;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers questions about streams and super streams, as a node sees them and the permissions of the user permit. */
final class StreamRequests {
    private final ClusterState cluster;
    private final Node node;
    private final VirtualHost virtualHost;
    private final Supplier<Permissions> permissions;
    private final KnownLeaders leaders;
    private final Function<Node, Metadata.Broker> addresses;

    /** @param addresses the address of a node for clients, with its reference */
    StreamRequests(
            ClusterState cluster,
            Node node,
            VirtualHost virtualHost,
            Supplier<Permissions> permissions,
            KnownLeaders leaders,
            Function<Node, Metadata.Broker> addresses) {
        this.cluster = cluster;
        this.node = node;
        this.virtualHost = virtualHost;
        this.permissions = permissions;
        this.leaders = leaders;
        this.addresses = addresses;
    }

    Metadata.Reply metadata(Metadata request) {
        List<Metadata.StreamInfo> streams = new ArrayList<>();
        LinkedHashSet<Node> involved = new LinkedHashSet<>();
        for (String name : new TreeSet<>(request.streams()).descendingSet()) {
            streams.add(info(name, involved));
        }
        return new Metadata.Reply(involved.stream().map(addresses).toList(), streams);
    }

    private Metadata.StreamInfo info(String name, LinkedHashSet<Node> involved) {
        ReplicatedStream stream = virtualHost.stream(name);
        if (!permissions.get().mayRead(name) && !permissions.get().mayWrite(name)) {
            return unknown(name, ResponseCode.ACCESS_REFUSED);
        } else if (stream == null) {
            return unknown(name, ResponseCode.STREAM_DOES_NOT_EXIST);
        }
        Node leader = stream.leaderSeenFrom(node);
        List<Integer> replicas = new ArrayList<>();
        for (Node member : stream.membersSeenFrom(node)) {
            involved.add(member);
            if (member != leader) {
                replicas.add(cluster.nodes().indexOf(member));
            }
        }
        int reference =
                leader == null ? Metadata.StreamInfo.NO_LEADER : cluster.nodes().indexOf(leader);
        return new Metadata.StreamInfo(name, ResponseCode.OK, reference, replicas);
    }

    /** A stream without leader and replicas. */
    static Metadata.StreamInfo unknown(String name, ResponseCode code) {
        return new Metadata.StreamInfo(name, code, Metadata.StreamInfo.NO_LEADER, List.of());
    }

    StreamStats.Reply statistics(StreamStats request) {
        ResponseCode code = readable(request.stream());
        ReplicatedStream stream = virtualHost.stream(request.stream());
        return new StreamStats.Reply(
                code,
                stream == null || code != ResponseCode.OK
                        ? Map.of()
                        : stream.log().statistics());
    }

    QueryOffset.Reply storedOffset(QueryOffset request) {
        ResponseCode code = readable(request.stream());
        ReplicatedStream stream = virtualHost.stream(request.stream());
        if (stream == null || code != ResponseCode.OK) {
            return new QueryOffset.Reply(code, 0);
        }
        leaders.add(stream);
        OptionalLong offset = stream.log().storedOffset(request.reference());
        return offset.isPresent()
                ? new QueryOffset.Reply(ResponseCode.OK, offset.getAsLong())
                : new QueryOffset.Reply(ResponseCode.NO_OFFSET, 0);
    }

    ResolveOffsetSpec.Reply resolve(ResolveOffsetSpec request) {
        ResponseCode code = readable(request.stream());
        ReplicatedStream stream = virtualHost.stream(request.stream());
        long offset =
                stream == null || code != ResponseCode.OK ? 0 : stream.log().resolve(request.offset());
        return new ResolveOffsetSpec.Reply(code, new OffsetSpec.At(offset));
    }

    /** Needs the right to read or write the super stream and every partition. */
    Partitions.Reply partitions(Partitions request) {
        Permissions rights = permissions.get();
        Predicate<String> permitted = name -> rights.mayRead(name) || rights.mayWrite(name);
        List<String> streams = virtualHost.partitions(request.superStream());
        ResponseCode code = code(streams, request.superStream(), permitted);
        return new Partitions.Reply(code, streams == null || code != ResponseCode.OK ? List.of() : streams);
    }

    /** Needs the right to write the super stream and the streams of the answer. */
    Route.Reply route(Route request) {
        List<String> streams = virtualHost.route(request.superStream(), request.routingKey());
        ResponseCode code = code(streams, request.superStream(), permissions.get()::mayWrite);
        return new Route.Reply(code, streams == null || code != ResponseCode.OK ? List.of() : streams);
    }

    /** The right to the super stream is checked first, even if there is none. */
    private static ResponseCode code(@Nullable List<String> streams, String superStream, Predicate<String> permitted) {
        if (!permitted.test(superStream)) {
            return ResponseCode.ACCESS_REFUSED;
        } else if (streams == null) {
            return ResponseCode.STREAM_DOES_NOT_EXIST;
        }
        return streams.stream().allMatch(permitted) ? ResponseCode.OK : ResponseCode.ACCESS_REFUSED;
    }

    /** Whether the node can ask another one about a stream. */
    private ResponseCode readable(String name) {
        ReplicatedStream stream = virtualHost.stream(name);
        if (!permissions.get().mayRead(name)) {
            return ResponseCode.ACCESS_REFUSED;
        } else if (stream == null) {
            return ResponseCode.STREAM_DOES_NOT_EXIST;
        }
        return stream.isWritableFrom(node) ? ResponseCode.OK : ResponseCode.STREAM_NOT_AVAILABLE;
    }
}
