package io.rbfly.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.chunk.Chunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredMessagesTest {
    private static final int NAMED = 1;
    private static final int OTHER = 2;

    private final Findings findings = new Findings();
    private final StoredMessages stored = new StoredMessages(findings);

    /** Number 3 is late: another publisher has sent 4 and the following ones. */
    private boolean mayFollow(int publisher, long number, long later) {
        return publisher == OTHER || number == 3 && later >= 4;
    }

    private void add(long offset, int publisher, long... numbers) {
        List<byte[]> messages = new ArrayList<>();
        for (long number : numbers) {
            messages.add(Payload.of(publisher, number, (int) number));
        }
        stored.add(Chunk.of(offset, 1_000 + offset, messages), id -> id == NAMED, this::mayFollow);
    }

    @Test
    void aBatchIsAsManyMessages() {
        ByteBuffer data = ByteBuffer.allocate(11 + 2 * (4 + Payload.LENGTH));
        data.put((byte) 0x80).putShort((short) 2).putInt(32).putInt(32);
        data.putInt(Payload.LENGTH).put(Payload.of(NAMED, 1, 0));
        data.putInt(Payload.LENGTH).put(Payload.of(NAMED, 2, 0));
        Chunk.Header header = new Chunk.Header(Chunk.USER_TYPE, 1, 2, 0, 1, 7, 0, 0);
        stored.add(Chunk.of(header, data.array()), id -> true, (id, number, later) -> false);

        assertThat(stored.get(1)).isEqualTo(new StoredMessages.Stored(8, NAMED, 2, 7, 0));
        assertThat(stored.end()).isEqualTo(9);
        assertThat(invariant()).isEmpty();
    }

    private String invariant() {
        Finding first = findings.first();
        return first == null ? "" : first.invariant();
    }

    @Test
    void messagesAreFoundByOffsetAndNumber() {
        add(0, NAMED, 1, 2);
        add(5, OTHER, 7); // a broker's own chunks have offsets, too

        assertThat(stored.size()).isEqualTo(3);
        assertThat(stored.end()).isEqualTo(6);
        assertThat(stored.lastChunk()).isEqualTo(5);
        assertThat(stored.get(1)).isEqualTo(new StoredMessages.Stored(1, NAMED, 2, 0, 1_000));
        assertThat(stored.contains(NAMED, 2)).isTrue();
        assertThat(stored.contains(OTHER, 2)).isFalse();
        assertThat(List.of(stored.positionOf(0), stored.positionOf(2), stored.positionOf(5), stored.positionOf(6)))
                .containsExactly(0, 2, 2, 3);
        assertThat(invariant()).isEmpty();
    }

    @Test
    void aNamedPublishersMessageIsThereOnce() {
        add(0, NAMED, 1);
        add(1, NAMED, 1);

        assertThat(invariant()).isEqualTo("a named publisher's message is stored once");
    }

    @Test
    void aNamedPublishersMessagesAreInOrder() {
        add(0, NAMED, 2, 1);

        assertThat(invariant()).isEqualTo("a named publisher's messages are stored in order");
    }

    @Test
    void aMessageMayBeLate() {
        add(0, NAMED, 1, 4, 5, 3, 6);

        assertThat(invariant()).isEmpty();
    }

    @Test
    void othersAreInOrderAfterALateOne() {
        add(0, NAMED, 1, 5, 3, 4);

        assertThat(invariant()).isEqualTo("a named publisher's messages are stored in order");
    }

    @Test
    void aLateMessageIsAfterThoseOfItsPublisher() {
        add(0, NAMED, 3, 4, 2);

        assertThat(invariant()).isEqualTo("a named publisher's messages are stored in order");
    }

    @Test
    void otherMessagesMayComeTwiceAndInAnyOrder() {
        add(0, OTHER, 2, 1, 2);

        assertThat(invariant()).isEmpty();
    }

    @Test
    void theFirstFindingIsKept() {
        findings.report("first", "");
        findings.report("second", "");

        assertThat(invariant()).isEqualTo("first");
    }
}
