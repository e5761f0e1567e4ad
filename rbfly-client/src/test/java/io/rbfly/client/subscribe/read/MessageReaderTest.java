package io.rbfly.client.subscribe.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.config.SharedArrays;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.subscribe.batch.BatchDecoder;
import io.rbfly.client.support.StoppedTimer;
import io.rbfly.protocol.chunk.Chunk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One reader takes messages from one source or from several. */
class MessageReaderTest {
    private final ReadGate gate = new ReadGate();
    private final List<String> read = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private int over;

    private final MessageSource a = source("a");
    private final MessageSource b = source("b");
    private final MessageSource c = source("c");

    private MessageSource source(String stream) {
        return new MessageSource(
                stream,
                gate,
                new ChunkListener() {
                    @Override
                    public void read(Chunk chunk, boolean free) {
                        read.add(stream + chunk.chunkId());
                    }

                    @Override
                    public void damaged(StreamException error) {
                        read.add(stream + " damaged");
                    }
                },
                new BatchDecoder(
                        stream,
                        SubscriptionOptions.DEFAULT,
                        new SharedArrays(),
                        () -> false,
                        Runnable::run,
                        Runnable::run),
                null,
                null);
    }

    /** Runs all in the calling thread; what gives the thread back waits for {@link #turn}. */
    private final class Direct implements SerialExecutor {
        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void executeLater(Runnable task) {
            later.add(task);
        }

        @Override
        public void yieldTo(Runnable next) {
            later.add(next);
        }

        @Override
        public void runLost() {}
    }

    private MessageReader reader(MessageSource... sources) {
        return new MessageReader("test", gate, List.of(sources), new Direct(), new StoppedTimer(), () -> over++);
    }

    private static Chunk chunk(long firstOffset, int messages) {
        return Chunk.of(
                firstOffset,
                0,
                IntStream.range(0, messages).mapToObj(i -> new byte[] {1}).toList());
    }

    private static List<String> takeAll(MessageReader reader) {
        List<String> all = new ArrayList<>();
        for (MessageView next = reader.take(); next != null; next = reader.take()) {
            all.add(next.stream() + next.offset());
        }
        return all;
    }

    @Test
    void aReaderNeedsASource() {
        assertThatIllegalArgumentException().isThrownBy(() -> reader());
    }

    @Test
    void eachOfSeveralSourcesGivesAChunkInTurn() {
        MessageReader reader = reader(a, b, c);
        a.add(chunk(0, 2), 0);
        a.add(chunk(2, 2), 0);
        b.add(chunk(0, 1), 0);
        c.add(chunk(7, 1), 0);
        c.add(chunk(8, 1), 0);

        assertThat(takeAll(reader)).containsExactly("b0", "c7", "a0", "a1", "c8", "a2", "a3");
        assertThat(read).containsExactly("b0", "c7", "a0", "c8", "a2");
    }

    @Test
    void aSourceThatHasNothingHoldsUpNoOther() {
        MessageReader reader = reader(a, b);
        assertThat(reader.take()).isNull();

        b.add(chunk(0, 1), 0);

        assertThat(takeAll(reader)).containsExactly("b0");
    }

    @Test
    void aMessageThatIsReturnedIsTheNextOfAll() {
        MessageReader reader = reader(a, b);
        a.add(chunk(0, 1), 0);
        b.add(chunk(0, 1), 0);
        Message first = reader.takeWanted();
        assertThat(first.stream()).isEqualTo("b");

        reader.current().giveBack(first);

        assertThat(takeAll(reader)).containsExactly("b0", "a0");
    }

    @Test
    void itEndsWhenAllSourcesEndedAndAllIsRead() {
        MessageReader reader = reader(a, b);
        b.add(chunk(0, 2), 0);
        a.end(new ConnectionException("a is gone", null));
        CompletableFuture<Message> first = new CompletableFuture<>();
        CompletableFuture<Message> second = new CompletableFuture<>();
        CompletableFuture<Message> third = new CompletableFuture<>();
        reader.next(first);
        b.end(new ConnectionException("b is gone", null));
        assertThat(over).isZero();
        reader.next(second);
        reader.next(third);

        assertThat(first).isCompletedWithValueMatching(message -> message.offset() == 0);
        assertThat(second).isCompletedWithValueMatching(message -> message.offset() == 1);
        assertThat(third).isCompletedExceptionally();
        assertThat(over).isPositive();
    }

    @Test
    void whileItIsPausedNothingIsTakenOfAnySource() {
        MessageReader reader = reader(a, b);
        a.add(chunk(0, 1), 0);
        b.add(chunk(0, 1), 0);
        gate.pause();
        assertThat(reader.take()).isNull();

        gate.resume();

        assertThat(takeAll(reader)).containsExactly("b0", "a0");
    }

    @Test
    void closingDropsWhatIsHereAndFailsWhoWaits() {
        MessageReader reader = reader(a, b);
        CompletableFuture<Message> waiting = new CompletableFuture<>();
        reader.next(waiting);
        gate.pause();
        a.add(chunk(0, 1), 0);

        a.end(new ClosedException("closed"));
        b.end(new ClosedException("closed"));

        assertThat(waiting).isCompletedExceptionally();
        assertThat(takeAll(reader)).isEmpty();
    }

    @Test
    void itGivesTheThreadBackWhenItsTurnIsOver() {
        MessageReader reader = reader(a);
        List<CompletableFuture<Message>> all = new ArrayList<>();
        IntStream.range(0, 12_000).forEach(i -> {
            CompletableFuture<Message> next = new CompletableFuture<>();
            all.add(next);
            reader.next(next);
        });

        a.add(chunk(0, 20_000), 0);
        assertThat(all.stream().filter(CompletableFuture::isDone).count()).isBetween(1L, 10_001L);
        for (Runnable turn = later.poll(); turn != null; turn = later.poll()) {
            turn.run();
        }

        assertThat(all).allMatch(CompletableFuture::isDone);
    }
}
