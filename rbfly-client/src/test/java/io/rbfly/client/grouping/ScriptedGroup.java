package io.rbfly.client.grouping;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.SingleActiveConsumer;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.subscribing.ConsumerUpdate;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.StoreOffset;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scripted broker that says when the member of a group is active. */
final class ScriptedGroup {
    static final String GROUP = "app";
    static final SingleActiveConsumer CONSUMER = SingleActiveConsumer.named(GROUP);

    final Scene scene;
    final ScriptedFeed feed;
    private int correlationId;

    ScriptedGroup(Scene scene) {
        this.scene = scene;
        this.feed = ScriptedFeed.on(scene).ofNewBroker(-1);
    }

    Subscription subscribe() {
        return subscribe(SubscriptionOptions.DEFAULT);
    }

    Subscription subscribe(SubscriptionOptions options) {
        return subscribe(Offset.FIRST, options.withSingleActiveConsumer(CONSUMER));
    }

    Subscription subscribe(Offset offset, SubscriptionOptions options) {
        return scene.now(scene.client.subscribe("s", offset, options));
    }

    /** Makes the member active, or not. */
    void update(boolean active) {
        scene.settle();
        scene.broker
                .lastPeer()
                .request(
                        correlationId++, new ConsumerUpdate(feed.lastSubscribe().subscriptionId(), active));
        scene.settle();
    }

    /** The offset that is stored for the group, until the member stores another one. */
    void stored(long offset) {
        int before = scene.broker.received(StoreOffset.class).size();
        scene.broker.reply(
                QueryOffset.class,
                query -> new QueryOffset.Reply(
                        ResponseCode.OK,
                        scene.broker.received(StoreOffset.class).stream()
                                .skip(before)
                                .reduce((earlier, later) -> later)
                                .map(StoreOffset::offset)
                                .orElse(offset)));
    }

    /** Where the answers so far let the broker start. */
    List<OffsetSpec> answers() {
        scene.settle();
        return scene.broker.received(ConsumerUpdate.Reply.class).stream()
                .map(ConsumerUpdate.Reply::offset)
                .toList();
    }

    int answerCount() {
        return answers().size();
    }

    int credits() {
        scene.settle();
        return feed.credits();
    }

    /** What was received, without credits: how a hand-over looks on the wire. */
    List<String> order() {
        scene.settle();
        return scene.broker.received(Command.class).stream()
                .map(ScriptedGroup::name)
                .filter(name -> name != null)
                .toList();
    }

    private static @Nullable String name(Command command) {
        if (command instanceof StoreOffset store) {
            return "store " + store.offset();
        } else if (command instanceof QueryOffset) {
            return "query";
        } else if (command instanceof ConsumerUpdate.Reply reply) {
            return "answer "
                    + (reply.offset() instanceof OffsetSpec.At at
                            ? at.offset()
                            : reply.offset().getClass().getSimpleName());
        } else if (command instanceof Unsubscribe) {
            return "unsubscribe";
        } else if (command instanceof Subscribe) {
            return "subscribe";
        }
        return null;
    }

    /** The properties of the latest request to subscribe. */
    Map<String, String> properties() {
        return feed.lastSubscribe().properties();
    }
}
