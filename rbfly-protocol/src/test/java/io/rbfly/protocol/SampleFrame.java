package io.rbfly.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.frame.FrameDecoder;
import io.rbfly.protocol.frame.FrameEncoder;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A frame as one side sends it, in lines of hex and a word: {@code 0004 64656d6f # stream: demo}. The word identifies
 * the line for tests that replace its bytes.
 */
public final class SampleFrame {
    private static final int SIZE_LENGTH = 4;
    private static final List<String> BAD_COUNTS = List.of("ffffffff", "80000000", "7fffffff", "000003e8");
    private static final List<String> BAD_STRINGS = List.of(
            "ffff", // null
            "fffe 6162", // longer than the frame
            "0002 c328", // no UTF-8: second byte
            "0001 ff", // no UTF-8: first byte
            "0002 c080", // no UTF-8: too long a form of NUL
            "0003 eda080"); // no UTF-8: half a surrogate pair

    private final String hex;
    private final Function<ByteBuf, Frame> decoder;
    private final Function<ByteBuf, Frame> strictDecoder;

    private SampleFrame(String hex, Function<ByteBuf, Frame> decoder, Function<ByteBuf, Frame> strictDecoder) {
        this.hex = hex;
        this.decoder = decoder;
        this.strictDecoder = strictDecoder;
    }

    public static SampleFrame fromClient(String hex) {
        return new SampleFrame(hex, FrameDecoder::fromClient, FrameDecoder::fromClientStrictly);
    }

    public static SampleFrame fromBroker(String hex) {
        Function<ByteBuf, Frame> decoder = frame -> FrameDecoder.fromBroker(frame, false);
        return new SampleFrame(hex, decoder, decoder);
    }

    /** The same frame with other bytes in the line that has the word. Its size stays as it was. */
    public SampleFrame with(String word, String otherHex) {
        return new SampleFrame(Hex.withLine(hex, word, otherHex), decoder, strictDecoder);
    }

    /** Reads the frame, without its size. */
    public Frame decode() {
        return decode(content());
    }

    /** The frame without its size. */
    public byte[] content() {
        byte[] bytes = Hex.bytes(hex);
        return Arrays.copyOfRange(bytes, SIZE_LENGTH, bytes.length);
    }

    private Frame decode(byte[] content) {
        return decoder.apply(Hex.slice(content));
    }

    /** A command without correlation id becomes these bytes, and they become the command. */
    public void matches(OneWay command) {
        isWrittenBy(out -> FrameEncoder.encode(out, command));
        isReadAs(new Frame(Frame.NO_CORRELATION, command));
    }

    /** A request becomes these bytes, and they become the request. */
    public void matches(int correlationId, Request<?> request) {
        isWrittenBy(out -> FrameEncoder.encode(out, correlationId, request));
        isReadAs(new Frame(correlationId, request));
    }

    /** The response to a request becomes these bytes, and they become the response. */
    public void answers(Request<?> request, int correlationId, Response response) {
        assertThat(response).isInstanceOf(request.responseType());
        assertThat(response.key()).isEqualTo(request.key());
        isWrittenBy(out -> FrameEncoder.encode(out, correlationId, response));
        isReadAs(new Frame(correlationId, response));
    }

    /** The bytes become the frame, also where brokers are stricter. */
    private void isReadAs(Frame frame) {
        assertThat(decode()).isEqualTo(frame);
        assertThat(strictDecoder.apply(Hex.slice(content())))
                .as("read strictly")
                .isEqualTo(frame);
    }

    /** The bytes, which another peer may send, become the command, but the command does not become bytes. */
    public void isReadButNotWritten(Command command, String message) {
        assertThat(decode().command()).isEqualTo(command);
        isNotWritten(command, message);
    }

    /** The command does not become bytes. */
    public static void isNotWritten(Command command, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> command.encodeBody(Unpooled.buffer()))
                .withMessageContaining(message);
    }

    public void isWrittenBy(Consumer<ByteBuf> writer) {
        ByteBuf out = Unpooled.buffer();
        writer.accept(out);
        Hex.assertBytes(out, hex);
    }

    public void isRefused() {
        isRefusedWith("");
    }

    public void isRefusedWith(String message) {
        assertThatThrownBy(this::decode)
                .as("decoding %s", hex)
                .isExactlyInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
    }

    /** A part of the frame is refused, except those of the given lengths, which are whole frames themselves. */
    public void isRefusedWhenCut(int... wholeLengths) {
        byte[] content = content();
        for (int length = 0; length < content.length; length++) {
            byte[] cut = Arrays.copyOf(content, length);
            int last = length;
            if (IntStream.of(wholeLengths).anyMatch(whole -> whole == last)) {
                assertThatCode(() -> decode(cut))
                        .as("the first %d bytes", length)
                        .doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> decode(cut))
                        .as("the first %d bytes", length)
                        .isExactlyInstanceOf(ProtocolException.class);
            }
        }
    }

    /** The frame is read as before when bytes follow its last field. */
    public void ignoresTrailingBytes() {
        byte[] content = content();
        byte[] longer = Arrays.copyOf(content, content.length + 3);
        longer[content.length] = (byte) 0x80;
        assertThat(decode(longer)).isEqualTo(decode(content));
    }

    /** The string with the word is refused when it is null, too long for the frame or no UTF-8. */
    public void refusesBadStringsAs(String word) {
        BAD_STRINGS.forEach(bad -> with(word, bad).isRefused());
    }

    /** The count with the word is refused when it is negative, or larger than what is left can hold. */
    public void refusesBadCountsAs(String word) {
        BAD_COUNTS.forEach(bad -> with(word, bad).isRefused());
    }
}
