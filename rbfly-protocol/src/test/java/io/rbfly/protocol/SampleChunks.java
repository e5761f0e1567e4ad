package io.rbfly.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Chunks as brokers sent them. */
public final class SampleChunks {
    /** Two messages, aa and bbb, from offset 0 on. */
    public static final String PLAIN = """
            50                # magic 5, version 0
            00                # type
            0002              # entries
            00000002          # messages
            000001a2056eed19  # timestamp
            0000000000000001  # epoch
            0000000000000000  # chunk id
            f1491a8c          # CRC
            0000000d          # data length
            00000000          # trailer length
            00 000000         # Bloom size, reserved
            00000002 6161     # aa
            00000003 626262   # bbb
            """;

    /** One entry, a batch of the messages one, two and three, from offset 2 on. */
    public static final String BATCH = """
            50                # magic 5, version 0
            00                # type
            0001              # entries
            00000003          # messages
            000001a2056eede2  # timestamp
            0000000000000001  # epoch
            0000000000000002  # chunk id
            6cc495f5          # CRC
            00000022          # data length
            00000000          # trailer length
            00 000000         # Bloom size, reserved
            80 0003           # batch, no compression, 3 messages
            00000017 00000017 # plain size, size
            00000003 6f6e65   # one
            00000003 74776f   # two
            00000005 7468726565 # three
            """;

    /** A message with a filter value: the header has the size of a Bloom filter that is not sent. */
    public static final String FILTERED = """
            50                # magic 5, version 0
            00                # type
            0001              # entries
            00000001          # messages
            000001a205632082  # timestamp
            0000000000000001  # epoch
            0000000000000000  # chunk id
            c253f4d2          # CRC
            00000007          # data length
            00000000          # trailer length
            10 000000         # Bloom size, reserved
            00000003 657531   # eu1
            """;

    /** Messages of a publisher with a name: the header has the length of a trailer that is not sent. */
    public static final String TRAILED = """
            50                # magic 5, version 0
            00                # type
            0002              # entries
            00000002          # messages
            000001a205624c37  # timestamp
            0000000000000001  # epoch
            0000000000000000  # chunk id
            8cb4fcbb          # CRC
            0000000e          # data length
            0000000e          # trailer length
            00 000000         # Bloom size, reserved
            00000003 616161   # aaa
            00000003 626262   # bbb
            """;

    private SampleChunks() {}

    /** Bytes of messages. */
    public static List<byte[]> messages(String... texts) {
        return Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList();
    }

    /** A chunk with its own header and other data, for which its length is set. */
    public static String withData(int entries, int messages, String dataHex) {
        int length = Hex.bytes(dataHex).length;
        return String.format(
                "50 00 %04x %08x 000001a2056eed19 0000000000000001 0000000000000000 00000000 %08x 00000000 00000000 %s",
                entries, messages, length, dataHex);
    }

    /** The messages of a chunk, each with its offset: {@code 0=aa}. */
    public static List<String> read(Chunk chunk) {
        return rest(chunk, new ChunkCursor(chunk));
    }

    /** The messages after a cursor. */
    public static List<String> rest(Chunk chunk, ChunkCursor cursor) {
        List<String> messages = new ArrayList<>();
        while (cursor.next()) {
            String text = new String(chunk.array(), cursor.position(), cursor.length(), UTF_8);
            messages.add(Long.toUnsignedString(cursor.offset()) + "=" + text);
        }
        return messages;
    }
}
