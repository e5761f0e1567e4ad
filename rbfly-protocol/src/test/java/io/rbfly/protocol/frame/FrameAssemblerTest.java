package io.rbfly.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.Hex;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameAssemblerTest {
    private static final int LIMIT = 1 << 24;
    private static final String FIRST = "00170001";
    private static final String SECOND = "0003000105000000010000000000000002";
    private static final String TWO_FRAMES = "00000004" + FIRST + "00000011" + SECOND;

    private final FrameAssembler assembler = new FrameAssembler(LIMIT);
    private final List<ByteBuf> inputs = new ArrayList<>();
    private final List<Received> frames = new ArrayList<>();

    /** A frame as it was passed on, its bytes copied then. */
    private record Received(ByteBuf buffer, byte[] bytes, boolean owned) {
        String hex() {
            return ByteBufUtil.hexDump(bytes);
        }
    }

    private ByteBuf input(byte[] bytes) {
        ByteBuf in = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
        inputs.add(in);
        return in;
    }

    private void accept(byte[] bytes) {
        ByteBuf in = input(bytes);
        assembler.accept(in, this::receive);
        assertThat(in.isReadable()).as("bytes are left").isFalse();
    }

    private void accept(String hex) {
        accept(Hex.bytes(hex));
    }

    private void receive(ByteBuf frame, boolean owned) {
        frames.add(new Received(frame, ByteBufUtil.getBytes(frame), owned));
    }

    private void assertRefused(String hex) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> accept(hex));
    }

    private static byte[] largeFrame(int size) {
        byte[] bytes = new byte[4 + size];
        new Random(1).nextBytes(bytes);
        Unpooled.wrappedBuffer(bytes).setInt(0, size);
        return bytes;
    }

    @AfterEach
    void inputsBelongToTheirCallerAlone() {
        for (ByteBuf in : inputs) {
            assertThat(in.refCnt()).isEqualTo(1);
            in.release();
        }
    }

    @Test
    void wholeFrameIsPassedOnAsPartOfItsInput() {
        accept("00000004" + FIRST);
        assertThat(frames).extracting(Received::hex).containsExactly(FIRST);
        Received frame = frames.get(0);
        assertThat(frame.owned()).isFalse();
        inputs.get(0).setByte(4, 0x55);
        assertThat(frame.buffer().getByte(0)).as("shared byte").isEqualTo((byte) 0x55);
    }

    @Test
    void twoFramesInOneBufferArePassedOnInOrder() {
        accept(TWO_FRAMES);
        assertThat(frames).extracting(Received::hex).containsExactly(FIRST, SECOND);
        assertThat(frames).extracting(Received::owned).containsExactly(false, false);
    }

    @Test
    void noBytesAreNoFrame() {
        accept("");
        assertThat(frames).isEmpty();
    }

    @Test
    void framesAreFoundWhereverTheInputIsSplit() {
        byte[] bytes = Hex.bytes(TWO_FRAMES);
        for (int split = 0; split <= bytes.length; split++) {
            frames.clear();
            accept(Arrays.copyOfRange(bytes, 0, split));
            accept(Arrays.copyOfRange(bytes, split, bytes.length));
            assertThat(frames)
                    .as("split at %d", split)
                    .extracting(Received::hex)
                    .containsExactly(FIRST, SECOND);
            assertThat(frames)
                    .as("split at %d", split)
                    .extracting(Received::owned)
                    .containsExactly(split >= 4 && split < 8, split >= 12 && split < 29);
        }
    }

    @Test
    void framesAreFoundByteByByte() {
        for (byte each : Hex.bytes(TWO_FRAMES + TWO_FRAMES)) {
            accept(new byte[] {each});
        }
        assertThat(frames).extracting(Received::hex).containsExactly(FIRST, SECOND, FIRST, SECOND);
        assertThat(frames).extracting(Received::owned).containsOnly(true);
    }

    @Test
    void emptyInputAmongPiecesChangesNothing() {
        accept("0000");
        accept("");
        accept("0004 0017");
        accept("");
        accept("0001");
        assertThat(frames).extracting(Received::hex).containsExactly(FIRST);
    }

    @Test
    void frameInPiecesHasAnArrayThatMayBeKept() {
        accept("00000006 0017 00");
        accept("01 aabb 00000004");
        accept("0017 0001 00000006 0018");
        accept("0001 ccdd");
        ByteBuf kept = frames.get(0).buffer();
        assertThat(frames.get(0).owned()).isTrue();
        assertThat(kept.hasArray()).isTrue();
        Hex.assertBytes(kept, "0017 0001 aabb");
        assertThat(kept.array()).isNotSameAs(frames.get(2).buffer().array());
        assertThat(frames).extracting(Received::hex).containsExactly("00170001aabb", FIRST, "00180001ccdd");
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 20, (1 << 20) + 1, 3_000_057})
    void largeFrameInPiecesIsPutTogether(int size) {
        byte[] bytes = largeFrame(size);
        int piece = 100_003;
        for (int from = 0; from < bytes.length; from += piece) {
            assertThat(frames).isEmpty();
            accept(Arrays.copyOfRange(bytes, from, Math.min(from + piece, bytes.length)));
        }
        accept("00000004" + FIRST);
        assertThat(frames).hasSize(2);
        assertThat(frames.get(0).owned()).isTrue();
        assertThat(frames.get(0).bytes()).isEqualTo(Arrays.copyOfRange(bytes, 4, bytes.length));
        assertThat(frames.get(1).hex()).isEqualTo(FIRST);
    }

    @Test
    void frameInPiecesIsPutIntoAnArrayThatWasGivenBack() {
        FrameArrays arrays = new FrameArrays();
        byte[] array = new byte[20];
        arrays.giveBack(array);
        FrameAssembler reusing = new FrameAssembler(LIMIT, arrays);
        reusing.accept(input(Hex.bytes("00000011" + SECOND.substring(0, 8))), this::receive);
        reusing.accept(input(Hex.bytes(SECOND.substring(8))), this::receive);

        assertThat(frames).singleElement().satisfies(frame -> {
            assertThat(frame.hex()).isEqualTo(SECOND);
            assertThat(frame.owned()).isTrue();
            assertThat(frame.buffer().array()).isSameAs(array);
        });
    }

    @Test
    void largeFrameInOnePieceIsNotCopied() {
        byte[] bytes = largeFrame(2_000_000);
        accept(bytes);
        assertThat(frames).extracting(Received::owned).containsExactly(false);
        assertThat(frames.get(0).bytes()).isEqualTo(Arrays.copyOfRange(bytes, 4, bytes.length));
    }

    @Test
    void memoryIsTakenForBytesThatCameAndNotForThoseAnnounced() {
        assembler.frameLimit(Integer.MAX_VALUE);
        accept("7fffffff 0008 0001");
        accept(new byte[2 << 20]); // more than is taken at first
        assertThat(frames).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "00000001", "00000002", "00000003", "ffffffff", "80000000", "fffffffc"})
    void sizeOfNoFrameIsRefused(String size) {
        assertRefused(size);
        assertThat(frames).isEmpty();
    }

    @Test
    void sizeOfNoFrameIsRefusedWhenItComesInPieces() {
        accept("ff");
        accept("ffff");
        assertRefused("ff");
    }

    @Test
    void frameBeforeABadSizeIsPassedOn() {
        assertRefused("00000004" + FIRST + "00000003 001700");
        assertThat(frames).extracting(Received::hex).containsExactly(FIRST);
    }

    @Test
    void frameOfTheLimitIsAcceptedAndALargerOneIsNot() {
        assembler.frameLimit(5);
        accept("00000005 00170001 aa");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> accept("00000006 00170001 aabb"))
                .withMessage("frame of 6 bytes (expected: 4 to 5)");
        assertThat(frames).hasSize(1);
    }

    @Test
    void limitChangesFromTheNextFrameOn() {
        accept("00000006 0017");
        assembler.frameLimit(5);
        accept("0001 aabb");
        assertThat(frames).extracting(Received::hex).containsExactly("00170001aabb");
        assertRefused("00000006 0017");
    }

    @Test
    void limitMayBeChangedByTheReceiverOfAFrame() {
        assembler.frameLimit(4);
        assembler.accept(input(Hex.bytes("00000004" + FIRST + "00000005 00170001 aa")), (frame, owned) -> {
            receive(frame, owned);
            assembler.frameLimit(5);
        });
        assertThat(frames).extracting(Received::hex).containsExactly(FIRST, "00170001aa");
    }

    @Test
    void failureOfTheReceiverLosesItsFrameOnly() {
        ByteBuf in = input(Hex.bytes(TWO_FRAMES));
        assertThatIllegalStateException()
                .isThrownBy(() -> assembler.accept(in, (frame, owned) -> {
                    throw new IllegalStateException("receiver");
                }));
        assembler.accept(in, this::receive);
        assertThat(frames).extracting(Received::hex).containsExactly(SECOND);
    }

    @Test
    void aBrokerTakesFramesThatAreTooShortForAKey() {
        FrameAssembler broker = FrameAssembler.forBroker(LIMIT);
        broker.accept(input(Hex.bytes("00000000" + "0000000117" + "00000004" + FIRST)), this::receive);

        assertThat(frames).extracting(Received::hex).containsExactly("", "17", FIRST);
    }

    @Test
    void aBrokerIsToldOfAFrameThatIsTooLargeAndIgnoresTheRest() {
        List<String> tooLarge = new ArrayList<>();
        FrameAssembler.Sink sink = new FrameAssembler.Sink() {
            @Override
            public void frame(ByteBuf frame, boolean owned) {
                receive(frame, owned);
            }

            @Override
            public void tooLarge(int size, int limit) {
                tooLarge.add(size + " of " + limit);
            }
        };
        FrameAssembler broker = FrameAssembler.forBroker(17);
        broker.accept(input(Hex.bytes(TWO_FRAMES + "00000012" + FIRST)), sink);
        broker.accept(input(Hex.bytes(TWO_FRAMES)), sink);

        assertThat(frames).extracting(Received::hex).containsExactly(FIRST, SECOND);
        assertThat(tooLarge).containsExactly("18 of 17");
    }
}
