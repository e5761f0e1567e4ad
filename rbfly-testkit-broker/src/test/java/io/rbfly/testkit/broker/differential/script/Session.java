package io.rbfly.testkit.broker.differential.script;

import io.rbfly.testkit.broker.differential.wire.RawClient;
import io.rbfly.testkit.broker.differential.wire.Target;
import io.rbfly.testkit.broker.differential.wire.Transcript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run of a script on one broker: its connections, and what it has to delete. */
public final class Session implements AutoCloseable {
    private static final Duration RESTART = Duration.ofSeconds(20);

    private final Target target;
    private final String prefix;
    private final Transcript transcript = new Transcript();
    private final Map<String, RawClient> clients = new LinkedHashMap<>();
    private final Set<String> streams = new LinkedHashSet<>();
    private final Set<String> superStreams = new LinkedHashSet<>();
    private final List<Long> times = new ArrayList<>();
    private int step;

    /** @param prefix for the names of all streams, so that scripts do not disturb each other */
    public Session(Target target, String prefix) {
        this.target = target;
        this.prefix = prefix;
    }

    public Transcript transcript() {
        return transcript;
    }

    /** Executes the next step. */
    public void run(Step next) {
        step++;
        clients.values().forEach(client -> client.received().step(step));
        next.action().accept(this);
    }

    /** A connection, which is opened by its first use. */
    public RawClient client(String name) {
        RawClient existing = clients.get(name);
        if (existing != null) {
            return existing;
        }
        connect(name).shakeHands("guest", "guest", true);
        return client(name);
    }

    /** Opens a connection without a handshake. */
    public RawClient connect(String name) {
        RawClient client = new RawClient(name, target, transcript, prefix);
        client.received().step(step);
        clients.put(name, client);
        return client;
    }

    /** Remembers a time that is between those of what happened before and of what happens later, in milliseconds. */
    public void remember() {
        long time = await(System.currentTimeMillis() + 1);
        times.add(time);
        await(time + 1);
    }

    private static long await(long time) {
        long now = System.currentTimeMillis();
        while (now < time) {
            Thread.onSpinWait();
            now = System.currentTimeMillis();
        }
        return now;
    }

    /** A time that was remembered, 0 the first one. */
    public long time(int number) {
        return times.get(number);
    }

    /** Answers all ConsumerUpdates, so that members that stop come before those that start. */
    public void answerAll() {
        clients.values().forEach(RawClient::answerUpdates);
    }

    /** Restarts a stream, and waits until publishers can be declared again. */
    public void restart(String stream) {
        target.control().restart(stream.replace("~", prefix));
        Transcript answers = new Transcript();
        try (RawClient client = new RawClient("waiting", target, answers, prefix)) {
            client.shakeHands("guest", "guest", false);
            long end = System.nanoTime() + RESTART.toNanos();
            while (System.nanoTime() < end) {
                client.request(0x01, "", frame -> frame.u8(1).string("").string(stream));
                List<String> lines = answers.copy().get("waiting");
                if (lines.get(lines.size() - 1).endsWith("OK")) {
                    return;
                }
            }
        }
        throw new IllegalStateException("the stream is not available after its restart: " + answers.copy());
    }

    /** Makes a stream the last partition of a super stream. */
    public void bind(String superStream, String partition, String key, int order) {
        target.control().bind(superStream.replace("~", prefix), partition.replace("~", prefix), key, order);
    }

    /** Closes a connection without a word. */
    public void disconnect(String name) {
        RawClient client = clients.remove(name);
        if (client != null) {
            client.close();
        }
    }

    /** Remembers a stream that must be deleted. */
    public void created(String stream) {
        streams.add(stream);
    }

    /** Remembers a super stream that must be deleted. */
    public void createdSuperStream(String name, List<String> partitions) {
        superStreams.add(name);
        streams.addAll(partitions);
    }

    @Override
    public void close() {
        List.copyOf(clients.keySet()).forEach(this::disconnect);
        if (superStreams.isEmpty() && streams.isEmpty()) {
            return;
        }
        try (RawClient last = new RawClient("last", target, new Transcript(), prefix)) {
            last.shakeHands("guest", "guest", false);
            // An empty name would delete all streams of the broker.
            superStreams.stream().filter(name -> name.startsWith("~")).forEach(name -> delete(last, 0x1e, name));
            streams.stream().filter(name -> name.startsWith("~")).forEach(name -> delete(last, 0x0e, name));
        }
    }

    private static void delete(RawClient client, int key, String name) {
        client.request(key, "", frame -> frame.string(name.replace("\r", "").replace("\n", "")));
    }
}
