package io.rbfly.benchmarks.frames;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.benchmarks.codec.CodecSettings;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.frame.FrameAssembler;
import io.rbfly.protocol.frame.FrameDecoder;
import io.rbfly.protocol.frame.FrameEncoder;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** Decodes the bytes of a socket to commands. */
public class FrameReading extends CodecSettings {
    private static final int CONFIRMS = 100;
    private static final int LIMIT = 16 << 20;
    /** The approximate number of bytes that a socket returns at a time. */
    private static final int PIECE = 64 << 10;

    private final FrameAssembler assembler = new FrameAssembler(LIMIT);
    private final ByteBuf confirm =
            frame(new PublishConfirm(1, LongStream.range(0, CONFIRMS).toArray()));
    private final ByteBuf deliver = frame(new Deliver(1, Chunks.chunk()));

    /** Reads the confirm of 100 messages. */
    @Benchmark
    public void confirm(Blackhole hole) {
        accept(confirm.readerIndex(0), hole);
    }

    /** Reads a chunk of 1,000 messages of 100 bytes that is completely in the socket's buffer. */
    @Benchmark
    public void deliverWhole(Blackhole hole) {
        accept(deliver.readerIndex(0), hole);
    }

    /** Reads the same chunk in pieces. */
    @Benchmark
    public void deliverInPieces(Blackhole hole) {
        deliver.readerIndex(0);
        while (deliver.isReadable()) {
            accept(deliver.readSlice(Math.min(PIECE, deliver.readableBytes())), hole);
        }
    }

    private void accept(ByteBuf bytes, Blackhole hole) {
        assembler.accept(bytes, (frame, owned) -> hole.consume(FrameDecoder.fromBroker(frame, owned)));
    }

    private static ByteBuf frame(OneWay command) {
        ByteBuf buffer = Unpooled.directBuffer();
        FrameEncoder.encode(buffer, command);
        return buffer;
    }
}
