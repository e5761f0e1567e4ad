package io.rbfly.testkit.embedded.session;

import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import io.rbfly.protocol.command.publishing.QueryPublisherSequence;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.stream.Delete;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.stream.StreamStats;
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
import java.util.Collection;
import java.util.List;

/** The streams and super streams that the commands of one client are about. */
final class CommandStreams {
    private final Publishers publishers;
    private final Subscriptions subscriptions;

    CommandStreams(Publishers publishers, Subscriptions subscriptions) {
        this.publishers = publishers;
        this.subscriptions = subscriptions;
    }

    Collection<String> of(Command command) {
        if (command instanceof Metadata request) {
            return request.streams();
        } else if (command instanceof DeletePublisher request) {
            return publishers.streamOf(request.publisherId());
        } else if (command instanceof Unsubscribe request) {
            return subscriptions.streamOf(request.subscriptionId());
        } else if (command instanceof Credit credit) {
            return subscriptions.streamOf(credit.subscriptionId());
        }
        String name = name(command);
        return name.isEmpty() ? List.of() : List.of(name);
    }

    /** The one name in a command; empty if it has none. */
    private static String name(Command command) {
        if (command instanceof DeclarePublisher request) {
            return request.stream();
        } else if (command instanceof QueryPublisherSequence request) {
            return request.stream();
        } else if (command instanceof Subscribe request) {
            return request.stream();
        } else if (command instanceof StoreOffset request) {
            return request.stream();
        } else if (command instanceof QueryOffset request) {
            return request.stream();
        } else if (command instanceof ResolveOffsetSpec request) {
            return request.stream();
        } else if (command instanceof StreamStats request) {
            return request.stream();
        } else if (command instanceof Create request) {
            return request.stream();
        } else if (command instanceof Delete request) {
            return request.stream();
        }
        return superStream(command);
    }

    private static String superStream(Command command) {
        if (command instanceof CreateSuperStream request) {
            return request.name();
        } else if (command instanceof DeleteSuperStream request) {
            return request.name();
        } else if (command instanceof Partitions request) {
            return request.superStream();
        }
        return command instanceof Route request ? request.superStream() : "";
    }
}
