package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.rbfly.codec.amqp.error.AmqpEncodeException;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Encoding into buffers of all kinds, at an offset, growing, and too small. */
class AmqpCodecTest {

    @ParameterizedTest
    @MethodSource("messages")
    void writesTheSameIntoAnyKindOfBuffer(MessageVector vector) {
        List<ByteBuf> buffers = List.of(
                Unpooled.buffer(0),
                Unpooled.buffer(1000),
                Unpooled.directBuffer(0),
                PooledByteBufAllocator.DEFAULT.heapBuffer(1),
                PooledByteBufAllocator.DEFAULT.directBuffer(1),
                composite(0),
                composite(3),
                composite(64));
        for (ByteBuf buffer : buffers) {
            buffer.writeInt(42);

            int length = AmqpCodec.encode(vector.message(), buffer);

            assertThat(buffer.readableBytes()).isEqualTo(4 + length);
            assertThat(buffer.readInt()).isEqualTo(42);
            assertThat(ByteBufUtil.hexDump(buffer)).as("%s", buffer).isEqualTo(Hex.encoded(vector.message()));
            buffer.release();
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void fillsABufferToItsLastOctetAndWritesNothingIntoASmallerOne(MessageVector vector) {
        int length = Hex.encoded(vector.message()).length() / 2;
        List<ByteBuf> exact = List.of(Unpooled.buffer(0, length + 1), Unpooled.directBuffer(0, length + 1));
        for (ByteBuf buffer : exact) {
            buffer.writeByte(1);
            assertThat(AmqpCodec.encode(vector.message(), buffer)).isEqualTo(length);
            buffer.release();
        }
        List<ByteBuf> small = List.of(Unpooled.buffer(0, length), Unpooled.directBuffer(0, length));
        for (ByteBuf buffer : small) {
            buffer.writeByte(1);
            assertThatExceptionOfType(AmqpEncodeException.class)
                    .isThrownBy(() -> AmqpCodec.encode(vector.message(), buffer))
                    .withMessageContaining("not fit into a buffer of at most " + length + " octets");
            assertThat(buffer.writerIndex()).isEqualTo(1);
            buffer.release();
        }
    }

    @Test
    void writesABareBodyLikeTheMessageOfIt() {
        for (ValueVector vector : ValueVector.all()) {
            assertThat(Hex.encoded(AmqpMessage.of(vector.value())))
                    .isEqualTo(Hex.encoded(new Object[] {vector.value()}[0]));
        }
    }

    @Test
    void writesAReceivedMessageThatDoesNotFitNotAtAll() {
        ByteBuf buffer = Unpooled.buffer(4, 9);

        assertThatExceptionOfType(AmqpEncodeException.class)
                .isThrownBy(() -> Hex.decoded("005375a00568656c6c6f").encode(buffer))
                .withMessageContaining("10 octets do not fit");
        assertThat(buffer.writerIndex()).isZero();
    }

    @Test
    void writesLongBodiesIntoBuffersWithoutAnArray() {
        for (int length : new int[] {1000, 1024, 70_000}) {
            AmqpMessage message = AmqpMessage.builder()
                    .applicationProperty("k", "v".repeat(length))
                    .data(new byte[length])
                    .data(new byte[] {1})
                    .build();
            ByteBuf direct = Unpooled.directBuffer(16);

            assertThat(AmqpCodec.encode(message, direct)).isEqualTo(direct.readableBytes());
            assertThat(AmqpMessage.decode(ByteBufUtil.getBytes(direct))).isEqualTo(message);
            direct.release();
        }
    }

    @Test
    void writesNothingWhenAValueBehindALongBodyFails() {
        AmqpMessage message = AmqpMessage.builder()
                .data(new byte[5000])
                .footer("f", new Object())
                .build();
        for (ByteBuf buffer : List.of(Unpooled.directBuffer(16), Unpooled.buffer(16))) {
            buffer.writeByte(7);
            assertThatExceptionOfType(AmqpEncodeException.class).isThrownBy(() -> message.encode(buffer));
            assertThat(buffer.readableBytes()).isEqualTo(1);
            buffer.release();
        }
    }

    @Test
    void canBeUsedByAListThatIsBeingWritten() {
        List<Object> list = new AbstractList<>() {
            @Override
            public Object get(int index) {
                return Hex.encoded("inner");
            }

            @Override
            public int size() {
                return 2;
            }
        };

        String inner = Hex.encoded("inner");
        assertThat(Hex.encoded(list)).isEqualTo(Hex.encoded(List.of(inner, inner)));
    }

    @Test
    void leavesTheBufferAsItWasWhenAListFails() {
        List<Object> list = new AbstractList<>() {
            @Override
            public Object get(int index) {
                throw new IllegalStateException("broken");
            }

            @Override
            public int size() {
                return 1;
            }
        };
        ByteBuf buffer = Unpooled.buffer();

        assertThatIllegalStateException().isThrownBy(() -> AmqpCodec.encode(list, buffer));
        assertThat(buffer.writerIndex()).isZero();
        assertThat(Hex.encoded(Map.of())).isEqualTo("005377c10100");
    }

    private static CompositeByteBuf composite(int capacity) {
        CompositeByteBuf buffer = Unpooled.compositeBuffer();
        if (capacity > 0) {
            buffer.addComponent(Unpooled.buffer(capacity, capacity).writerIndex(capacity));
        }
        return buffer;
    }

    static List<MessageVector> messages() {
        return MessageVector.all().stream()
                .filter(vector -> !vector.name().contains("Java client"))
                .toList();
    }
}
