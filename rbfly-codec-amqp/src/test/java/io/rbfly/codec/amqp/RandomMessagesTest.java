package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.rbfly.codec.amqp.RandomValues.Peer;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** Random messages are unchanged after encoding and decoding, by this codec and by that of another project. */
@PropertyDefaults(tries = 100_000, edgeCases = EdgeCasesMode.NONE, afterFailure = AfterFailureMode.PREVIOUS_SEED)
class RandomMessagesTest {

    @Property
    void areReadBackAsTheyWereWritten(@ForAll("messages") AmqpMessage message) {
        byte[] octets = encoded(message);
        AmqpMessage copy = AmqpMessage.decode(octets).decodeAll();

        assertThat(copy).isEqualTo(message);
        assertThat(copy.hashCode()).isEqualTo(message.hashCode());
        assertThat(encoded(copy.toBuilder().build())).isEqualTo(octets);
    }

    @Property
    void areTheSameWhenProtonJReadsThem(@ForAll("messagesForProtonToRead") AmqpMessage message) {
        assertThat(ProtonMessages.decode(encoded(message))).isEqualTo(message);
    }

    @Property
    void areTheSameWhenProtonJWritesThem(@ForAll("messagesForProtonToWrite") AmqpMessage message) {
        assertThat(AmqpMessage.decode(ProtonMessages.encode(message)).decodeAll())
                .isEqualTo(message);
    }

    @Provide
    Arbitrary<AmqpMessage> messages() {
        return messages(Peer.NONE);
    }

    @Provide
    Arbitrary<AmqpMessage> messagesForProtonToRead() {
        return messages(Peer.PROTON_READS);
    }

    @Provide
    Arbitrary<AmqpMessage> messagesForProtonToWrite() {
        return messages(Peer.PROTON_WRITES);
    }

    private static Arbitrary<AmqpMessage> messages(Peer peer) {
        return Arbitraries.randomValue(random -> new RandomMessages(random, peer).message());
    }

    private static byte[] encoded(AmqpMessage message) {
        ByteBuf buffer = Unpooled.buffer();
        message.encode(buffer);
        return ByteBufUtil.getBytes(buffer);
    }
}
