package io.rbfly.testkit.embedded.session;

import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import io.rbfly.protocol.command.publishing.QueryPublisherSequence;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.stream.Delete;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.command.subscribing.ConsumerUpdate;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.ResolveOffsetSpec;
import io.rbfly.protocol.command.subscribing.StoreOffset;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.command.superstream.CreateSuperStream;
import io.rbfly.protocol.command.superstream.DeleteSuperStream;
import io.rbfly.protocol.command.superstream.Partitions;
import io.rbfly.protocol.command.superstream.Route;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.cluster.ClusterState;
import io.rbfly.testkit.embedded.cluster.Permissions;
import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.cluster.StreamClient;
import io.rbfly.testkit.embedded.cluster.VirtualHost;
import io.rbfly.testkit.embedded.session.channel.FrameOutput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Executes the commands of a client after the handshake. */
final class Requests {
    private static final int MAX_REFERENCE_BYTES = 255;

    private final ClusterState cluster;
    private final VirtualHost virtualHost;
    private final Supplier<Permissions> permissions;
    private final StreamRequests answers;
    private final Publishers publishers;
    private final Subscriptions subscriptions;
    private final KnownLeaders leaders;
    private final FrameOutput output;
    private final StreamClient client;
    private int deliverVersion = 1;

    Requests(
            ClusterState cluster,
            VirtualHost virtualHost,
            Supplier<Permissions> permissions,
            StreamRequests answers,
            Publishers publishers,
            Subscriptions subscriptions,
            KnownLeaders leaders,
            FrameOutput output,
            StreamClient client) {
        this.cluster = cluster;
        this.virtualHost = virtualHost;
        this.permissions = permissions;
        this.answers = answers;
        this.publishers = publishers;
        this.subscriptions = subscriptions;
        this.leaders = leaders;
        this.output = output;
        this.client = client;
    }

    /** Sets the version of Deliver that the client knows. */
    void deliverVersion(int version) {
        deliverVersion = version;
    }

    /** Whether some commands are not accepted at present. */
    boolean hasAlarm() {
        return cluster.faults().alarm();
    }

    /** Ends the publishers and subscriptions on streams that the user may no longer write or read. */
    void permissionsChanged() {
        Set<ReplicatedStream> lost = publishers.streams();
        lost.removeIf(stream -> permissions.get().mayWrite(stream.name()));
        subscriptions.streams().stream()
                .filter(stream -> !permissions.get().mayRead(stream.name()))
                .forEach(lost::add);
        lost.forEach(client::streamUnavailable);
    }

    /** Executes a command; false if it is none that a client sends after the handshake. */
    boolean execute(Frame frame) {
        Command command = frame.command();
        int id = frame.correlationId();
        if (command instanceof DeclarePublisher request) {
            status(id, command, declare(request));
        } else if (command instanceof DeletePublisher request) {
            status(
                    id,
                    command,
                    forgetting(publishers.delete(request.publisherId()), ResponseCode.PUBLISHER_DOES_NOT_EXIST));
        } else if (command instanceof QueryPublisherSequence request) {
            output.respond(id, sequence(request));
        } else if (command instanceof Subscribe request) {
            subscribe(id, request);
        } else if (command instanceof Unsubscribe request) {
            status(
                    id,
                    command,
                    forgetting(
                            subscriptions.unsubscribe(request.subscriptionId()),
                            ResponseCode.SUBSCRIPTION_ID_DOES_NOT_EXIST));
        } else if (command instanceof Credit credit) {
            subscriptions.credit(credit);
        } else if (command instanceof ConsumerUpdate.Reply reply) {
            subscriptions.answered(id, reply);
        } else if (command instanceof StoreOffset request) {
            storeOffset(request);
        } else if (command instanceof Create request) {
            status(id, command, create(request));
        } else if (command instanceof Delete request) {
            status(id, command, delete(request));
        } else {
            return query(id, command);
        }
        return true;
    }

    private boolean query(int id, Command command) {
        if (command instanceof QueryOffset request) {
            output.respond(id, answers.storedOffset(request));
        } else if (command instanceof StreamStats request) {
            output.respond(id, answers.statistics(request));
        } else if (command instanceof ResolveOffsetSpec request) {
            output.respond(id, answers.resolve(request));
        } else if (command instanceof Metadata request) {
            output.respond(id, answers.metadata(request));
        } else if (command instanceof Partitions request) {
            output.respond(id, answers.partitions(request));
        } else if (command instanceof Route request) {
            output.respond(id, answers.route(request));
        } else if (command instanceof CreateSuperStream request) {
            status(id, command, createSuperStream(request));
        } else if (command instanceof DeleteSuperStream request) {
            status(id, command, deleteSuperStream(request));
        } else {
            return false;
        }
        return true;
    }

    private void status(int correlationId, Command request, ResponseCode code) {
        output.respond(correlationId, new StatusResponse(request.key(), code));
    }

    private ResponseCode declare(DeclarePublisher request) {
        if (cluster.faults().alarm()) {
            return ResponseCode.PRECONDITION_FAILED;
        } else if (!permissions.get().mayWrite(request.stream())) {
            return ResponseCode.ACCESS_REFUSED;
        } else if (isTooLong(request.reference()) || publishers.isTaken(request)) {
            return ResponseCode.PRECONDITION_FAILED;
        }
        ReplicatedStream stream = virtualHost.stream(request.stream());
        if (stream == null) {
            return ResponseCode.STREAM_DOES_NOT_EXIST;
        } else if (!stream.isWritableFrom(client.node())) {
            return ResponseCode.STREAM_NOT_AVAILABLE;
        }
        publishers.declare(request, stream);
        leaders.add(stream);
        return ResponseCode.OK;
    }

    /** @param ended the stream of the publisher or subscription that has ended; null if there was none */
    private ResponseCode forgetting(@Nullable ReplicatedStream ended, ResponseCode otherwise) {
        if (ended == null) {
            return otherwise;
        }
        leaders.forget(ended);
        return ResponseCode.OK;
    }

    private static boolean isTooLong(String reference) {
        return reference.getBytes(StandardCharsets.UTF_8).length > MAX_REFERENCE_BYTES;
    }

    private QueryPublisherSequence.Reply sequence(QueryPublisherSequence request) {
        ReplicatedStream stream = virtualHost.stream(request.stream());
        if (!permissions.get().mayRead(request.stream())) {
            return new QueryPublisherSequence.Reply(ResponseCode.ACCESS_REFUSED, 0);
        } else if (stream == null) {
            return new QueryPublisherSequence.Reply(ResponseCode.STREAM_DOES_NOT_EXIST, 0);
        } else if (!stream.isWritableFrom(client.node())) {
            throw new IllegalStateException("no leader of " + stream); // for which the broker has no answer
        }
        return new QueryPublisherSequence.Reply(
                ResponseCode.OK, stream.log().sequence(request.reference()).orElse(0));
    }

    private void subscribe(int id, Subscribe request) {
        ReplicatedStream stream = virtualHost.stream(request.stream());
        ResponseCode code;
        if (!permissions.get().mayRead(request.stream())) {
            code = ResponseCode.ACCESS_REFUSED;
        } else if (subscriptions.isRefused(request)) {
            code = ResponseCode.PRECONDITION_FAILED;
        } else if (stream == null) {
            code = ResponseCode.STREAM_DOES_NOT_EXIST;
        } else if (!stream.isReadableFrom(client.node())) {
            code = ResponseCode.STREAM_NOT_AVAILABLE;
        } else {
            Runnable accepted = () -> status(id, request, ResponseCode.OK);
            code = subscriptions.subscribe(request, stream, virtualHost, deliverVersion, accepted);
        }
        if (code != ResponseCode.OK) {
            status(id, request, code);
        }
    }

    private void storeOffset(StoreOffset request) {
        ReplicatedStream stream = virtualHost.stream(request.stream());
        boolean permitted =
                stream != null && (permissions.get().mayRead(request.stream()) || subscriptions.reads(stream));
        if (stream != null && permitted && !isTooLong(request.reference())) {
            stream.storeOffset(request.reference(), request.offset());
            if (stream.isWritableFrom(client.node())) {
                leaders.add(stream);
            }
        }
    }

    private ResponseCode create(Create request) {
        boolean permitted = permissions.get().mayConfigure(request.stream());
        return permitted || VirtualHost.isReserved(request.stream())
                ? virtualHost.create(request.stream(), request.arguments(), client.node())
                : ResponseCode.ACCESS_REFUSED;
    }

    private ResponseCode delete(Delete request) {
        return permissions.get().mayConfigure(request.stream())
                ? virtualHost.delete(request.stream())
                : ResponseCode.ACCESS_REFUSED;
    }

    private ResponseCode createSuperStream(CreateSuperStream request) {
        return mayManage(request.name(), request.partitions())
                ? virtualHost.createSuperStream(
                        request.name(), request.partitions(), request.bindingKeys(), request.arguments(), client.node())
                : ResponseCode.ACCESS_REFUSED;
    }

    private ResponseCode deleteSuperStream(DeleteSuperStream request) {
        if (!permissions.get().mayConfigure(request.name())) {
            return ResponseCode.ACCESS_REFUSED;
        }
        List<String> partitions = virtualHost.partitions(request.name());
        return partitions == null || mayManage(request.name(), partitions)
                ? virtualHost.deleteSuperStream(request.name())
                : ResponseCode.ACCESS_REFUSED;
    }

    /** Partitions are bound to an exchange, for which a user has to write the former and read the latter. */
    private boolean mayManage(String superStream, List<String> partitions) {
        Permissions rights = permissions.get();
        return rights.mayConfigure(superStream)
                && rights.mayRead(superStream)
                && partitions.stream().allMatch(name -> rights.mayConfigure(name) && rights.mayWrite(name));
    }
}
