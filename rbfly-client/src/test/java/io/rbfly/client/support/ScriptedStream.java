package io.rbfly.client.support;

import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.command.publishing.QueryPublisherSequence;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.scripted.ScriptedBroker;
import io.rbfly.testkit.scripted.ScriptedPeer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A stream as its publishers see it: stores what is published, drops by reference what it has, and confirms. */
public final class ScriptedStream {
    private final ScriptedBroker broker;
    private final Map<ScriptedPeer, Map<Integer, String>> declared = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final List<Publish.Entry> stored = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private Predicate<Publish.Entry> refused = entry -> false;
    private boolean holding;
    private boolean storing = true;

    private ScriptedStream(ScriptedBroker broker) {
        this.broker = broker;
    }

    /** Adds a stream of any name to the broker of a scene. */
    public static ScriptedStream on(Scene scene) {
        return on(scene.broker);
    }

    /** Adds a stream of any name to a broker. */
    public static ScriptedStream on(ScriptedBroker broker) {
        ScriptedStream stream = new ScriptedStream(broker);
        broker.onFrame(DeclarePublisher.class, (peer, frame) -> {
                    stream.declare(peer, (DeclarePublisher) frame.command());
                    peer.respond(
                            frame.correlationId(), new StatusResponse(CommandKey.DECLARE_PUBLISHER, ResponseCode.OK));
                })
                .onFrame(
                        DeletePublisher.class,
                        (peer, frame) -> peer.respond(
                                frame.correlationId(), stream.delete(peer, (DeletePublisher) frame.command())))
                .reply(QueryPublisherSequence.class, query -> stream.sequence(query))
                .on(Publish.class, stream::publish);
        return stream;
    }

    /** Keeps confirms back from now on. */
    public synchronized ScriptedStream holdConfirms() {
        holding = true;
        return this;
    }

    /** Loses what is published from now on, as a broker that dies before it has written. */
    public synchronized void stopStoring(boolean stop) {
        storing = !stop;
    }

    /** Sends the confirms that were kept back, and keeps none back any more. */
    public synchronized void confirmHeld() {
        holding = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    /** Refuses such messages. */
    public synchronized void refuse(Predicate<Publish.Entry> entries) {
        refused = entries;
    }

    /** Gives a reference a last publishing id. */
    public synchronized void sequence(String reference, long last) {
        sequences.put(reference, last);
    }

    /** Bodies that are stored, in their order. */
    public synchronized List<Object> stored() {
        return stored.stream().map(ScriptedStream::body).toList();
    }

    /** Messages that are stored, in their order. */
    public synchronized List<Publish.Entry> storedEntries() {
        return List.copyOf(stored);
    }

    /** Publishers that are declared on a connection. */
    public synchronized int publishers(ScriptedPeer peer) {
        return declared.getOrDefault(peer, Map.of()).size();
    }

    /** Frames of messages that came. */
    public List<Publish> frames() {
        return broker.received(Publish.class);
    }

    /** Publishing ids of all frames, in the order of arrival. */
    public List<Long> ids() {
        return frames().stream()
                .flatMap(frame -> frame.entries().stream())
                .map(Publish.Entry::publishingId)
                .toList();
    }

    /** The body of a message. */
    public static Object body(Publish.Entry entry) {
        return AmqpMessage.decode(entry.message(), 0, entry.message().length).body();
    }

    /** Size of a frame on the wire, its size field not counted. */
    public static int size(Publish frame) {
        return 9
                + frame.entries().stream()
                        .mapToInt(entry -> 12 + entry.message().length)
                        .sum();
    }

    private synchronized void declare(ScriptedPeer peer, DeclarePublisher request) {
        String before = declared.computeIfAbsent(peer, key -> new HashMap<>())
                .putIfAbsent(request.publisherId(), request.reference());
        if (before != null) {
            throw new IllegalStateException("publisher id " + request.publisherId() + " is in use");
        }
    }

    private synchronized StatusResponse delete(ScriptedPeer peer, DeletePublisher request) {
        String reference = declared.getOrDefault(peer, Map.of()).get(request.publisherId());
        if (reference != null) {
            declared.get(peer).remove(request.publisherId());
        }
        return new StatusResponse(
                CommandKey.DELETE_PUBLISHER,
                reference == null ? ResponseCode.PUBLISHER_DOES_NOT_EXIST : ResponseCode.OK);
    }

    private synchronized QueryPublisherSequence.Reply sequence(QueryPublisherSequence query) {
        return new QueryPublisherSequence.Reply(ResponseCode.OK, sequences.getOrDefault(query.reference(), 0L));
    }

    private synchronized void publish(ScriptedPeer peer, Publish frame) {
        String reference = declared.getOrDefault(peer, Map.of()).get(frame.publisherId());
        List<Long> confirmed = new ArrayList<>();
        List<PublishError.Failure> failures = new ArrayList<>();
        for (Publish.Entry entry : frame.entries()) {
            if (reference == null) {
                failures.add(new PublishError.Failure(entry.publishingId(), ResponseCode.PUBLISHER_DOES_NOT_EXIST));
            } else if (refused.test(entry)) {
                failures.add(new PublishError.Failure(entry.publishingId(), ResponseCode.ACCESS_REFUSED));
            } else {
                store(reference, entry);
                confirmed.add(entry.publishingId());
            }
        }
        answer(() -> {
            if (!failures.isEmpty()) {
                peer.send(new PublishError(frame.publisherId(), failures));
            }
            if (!confirmed.isEmpty()) {
                peer.send(new PublishConfirm(
                        frame.publisherId(),
                        confirmed.stream().mapToLong(Long::longValue).toArray()));
            }
        });
    }

    private void store(String reference, Publish.Entry entry) {
        boolean known = !reference.isEmpty() && entry.publishingId() <= sequences.getOrDefault(reference, 0L);
        if (storing && !known) {
            stored.add(entry);
            sequences.merge(reference, entry.publishingId(), Math::max);
        }
    }

    private void answer(Runnable answer) {
        if (holding) {
            held.add(answer);
        } else {
            answer.run();
        }
    }
}
