package io.rbfly.protocol.command.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.Hex;
import io.rbfly.protocol.SampleChunks;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.UnknownCommand;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.frame.FrameDecoder;
import io.rbfly.protocol.frame.FrameEncoder;
import io.rbfly.protocol.wire.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliverTest {
    private static final SampleFrame PLAIN = SampleFrame.fromBroker("""
            00000042   # size
            0008 0001  # Deliver, version 1
            01         # subscription id
            """ + SampleChunks.PLAIN);

    private static final SampleFrame BATCH = SampleFrame.fromBroker("00000057 0008 0001 01" + SampleChunks.BATCH);

    private static final SampleFrame TRAILED = SampleFrame.fromBroker("00000043 0008 0001 01" + SampleChunks.TRAILED);

    /** Whether the array of the frame is kept or copied, the chunk is the same. */
    private static Deliver decode(SampleFrame frame, boolean owned) {
        ByteBuf in = Hex.slice(frame.content());
        Frame decoded = FrameDecoder.fromBroker(in, owned);
        assertThat(decoded.correlationId()).isEqualTo(Frame.NO_CORRELATION);
        assertThat(decoded.command()).isInstanceOf(Deliver.class);
        Deliver deliver = (Deliver) decoded.command();
        assertThat(deliver.chunk().array() == in.array()).as("array is kept").isEqualTo(owned);
        return deliver;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void chunkOfMessagesIsReadAndWritten(boolean owned) {
        Deliver deliver = decode(PLAIN, owned);
        assertThat(deliver.subscriptionId()).isEqualTo(1);
        assertThat(deliver.chunk()).hasToString("Chunk[id=0, messages=2, length=13]");
        PLAIN.isWrittenBy(out -> FrameEncoder.encode(out, deliver));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void chunkOfABatchIsReadAndWritten(boolean owned) {
        Deliver deliver = decode(BATCH, owned);
        assertThat(deliver.chunk()).hasToString("Chunk[id=2, messages=3, length=34]");
        BATCH.isWrittenBy(out -> FrameEncoder.encode(out, deliver));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void trailerThatIsNotSentIsNotMissed(boolean owned) {
        Deliver deliver = decode(TRAILED, owned);
        assertThat(deliver.chunk()).hasToString("Chunk[id=0, messages=2, length=14]");
        assertThat(deliver.chunk().committedChunkId()).as("in version 1").isEqualTo(Chunk.UNKNOWN);
        TRAILED.isWrittenBy(out -> FrameEncoder.encode(out, deliver));
    }

    private static final String COMMITTED_PLAIN = """
        0000004a          # size
        0008 0002         # Deliver, version 2
        01                # subscription id
        0000000000000005  # committed chunk id
        50 00 0002 00000002 000001a2056ef25d 0000000000000001 0000000000000000
        f1491a8c 0000000d 00000000 00 000000
        00000002 6161 00000003 626262
        """;

    private static final String COMMITTED_FILTERED = """
        00000044          # size
        0008 0002         # Deliver, version 2
        01                # subscription id
        0000000000000006  # committed chunk id
        50 00 0001 00000001 000001a205632082 0000000000000001 0000000000000000
        c253f4d2 00000007 00000000 10 000000
        00000003 657531
        """;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void committedChunkIdIsReadAndWritten(boolean owned) {
        SampleFrame plain = SampleFrame.fromBroker(COMMITTED_PLAIN);
        Deliver deliver = decode(plain, owned);
        assertThat(deliver.version()).isEqualTo(Deliver.WITH_COMMITTED_CHUNK_ID);
        assertThat(deliver.subscriptionId()).isEqualTo(1);
        assertThat(deliver.committedChunkId()).isEqualTo(5);
        assertThat(deliver.chunk().committedChunkId()).isEqualTo(5);
        assertThat(deliver.chunk()).hasToString("Chunk[id=0, messages=2, length=13]");
        plain.isWrittenBy(out -> FrameEncoder.encode(out, deliver));
        plain.isRefusedWhenCut();

        SampleFrame filtered = SampleFrame.fromBroker(COMMITTED_FILTERED);
        Deliver second = decode(filtered, owned);
        assertThat(second.committedChunkId()).isEqualTo(6);
        assertThat(second.chunk().filterSize()).isEqualTo(16);
        filtered.isWrittenBy(out -> FrameEncoder.encode(out, second));
    }

    @Test
    void largestCommittedChunkIdIsUnsigned() {
        Deliver deliver = (Deliver) SampleFrame.fromBroker(COMMITTED_PLAIN)
                .with("committed chunk id", "ffffffffffffffff")
                .decode()
                .command();
        assertThat(deliver.committedChunkId()).isEqualTo(-1);
    }

    @Test
    void otherVersionsAreRefused() {
        Chunk chunk = Chunk.of(0, 0, SampleChunks.messages("aa"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Deliver(0, 1, 0, chunk));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Deliver(3, 1, 0, chunk))
                .withMessage("version: 3 (expected: 1 or 2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Deliver(1, 1, 5, chunk))
                .withMessageContaining("expected: 2");
        assertThat(SampleFrame.fromBroker("0000004a 0008 0003 01").decode().command())
                .isEqualTo(new UnknownCommand(8, 3));
    }

    @Test
    void largestSubscriptionIdIsRead() {
        Deliver deliver = (Deliver) PLAIN.with("subscription id", "ff").decode().command();
        assertThat(deliver.subscriptionId()).isEqualTo(255);
    }

    @Test
    void cutFrameIsRefused() {
        PLAIN.isRefusedWhenCut();
        byte[] content = PLAIN.content();
        for (int length = 0; length < content.length; length++) {
            ByteBuf cut = Hex.slice(content).slice(0, length);
            assertThatThrownBy(() -> FrameDecoder.fromBroker(cut, true))
                    .as("the first %d bytes", length)
                    .isExactlyInstanceOf(ProtocolException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesBehindTheChunkAreIgnored(boolean owned) {
        Deliver deliver = decode(PLAIN.with("bbb", "00000003 626262 | ffffff"), owned);
        PLAIN.isWrittenBy(out -> FrameEncoder.encode(out, deliver));
    }

    @Test
    void malformedChunkIsRefused() {
        PLAIN.with("magic 5, version 0", "51").isRefusedWith("0x51");
        PLAIN.with("data length", "0000000e").isRefused();
        PLAIN.with("data length", "ffffffff").isRefused();
    }

    @Test
    void newChunkIsDelivered() {
        Deliver deliver = new Deliver(1, Chunk.of(0, 0x1a2056eed19L, SampleChunks.messages("aa", "bbb")));
        PLAIN.isWrittenBy(out -> FrameEncoder.encode(out, deliver));
    }
}
