package io.rbfly.protocol.command.superstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.Names;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CreateSuperStreamTest {
    private static final Map<String, String> ARGUMENTS = arguments();
    private static final CreateSuperStream CREATE =
            new CreateSuperStream("s1", List.of("s1-0", "s1-1", "s1-2"), List.of("0", "1", "2"), ARGUMENTS);

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            00000076        # size
            001d 0001       # CreateSuperStream, version 1
            00000006        # correlation id
            0002 7331       # name: s1
            00000003        # partitions
            0004 73312d30   # partition 0: s1-0
            0004 73312d31   # partition 1: s1-1
            0004 73312d32   # partition 2: s1-2
            00000003        # keys
            0001 30         # key of partition 0
            0001 31         # key of partition 1
            0001 32         # key of partition 2
            00000002        # arguments
            0010 6d61782d6c656e6774682d6279746573          # argument: max-length-bytes
            000a 31303030303030303030                      # length: 1000000000
            0014 71756575652d6c65616465722d6c6f6361746f72  # second argument: queue-leader-locator
            000d 6c656173742d6c656164657273                # locator: least-leaders
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000000a   # size
            801d 0001  # CreateSuperStream, version 1
            00000006   # correlation id
            0001       # code: ok
            """);

    private static Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("max-length-bytes", "1000000000");
        arguments.put("queue-leader-locator", "least-leaders");
        return arguments;
    }

    private static CreateSuperStream create(String name, List<String> partitions, List<String> keys) {
        return new CreateSuperStream(name, partitions, keys, Map.of());
    }

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(6, CREATE);
        REPLY.answers(CREATE, 6, new StatusResponse(CommandKey.CREATE_SUPER_STREAM, ResponseCode.OK));
    }

    @Test
    void requestWithoutArgumentsHasTheirCountAllTheSame() {
        SampleFrame.fromClient("0000001c 001d 0001 00000001 0001 73 00000001 0001 70 00000001 0000 00000000")
                .matches(1, create("s", List.of("p"), List.of("")));
    }

    @Test
    void cutFramesAreRefused() {
        REQUEST.isRefusedWhenCut();
        REPLY.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        REQUEST.ignoresTrailingBytes();
        REPLY.ignoresTrailingBytes();
    }

    @Test
    void badStringsAndCountsAreRefused() {
        List.of("name", "partition 0", "partition 2", "key of partition 0", "argument", "length")
                .forEach(REQUEST::refusesBadStringsAs);
        List.of("partitions", "keys", "arguments").forEach(REQUEST::refusesBadCountsAs);
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badNameIsReadButNotWritten(String name) {
        REQUEST.with("name", Hex.string(name))
                .isReadButNotWritten(
                        new CreateSuperStream(name, CREATE.partitions(), CREATE.bindingKeys(), ARGUMENTS), "name: ");
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badPartitionIsReadButNotWritten(String partition) {
        REQUEST.with("partition 1", Hex.string(partition))
                .isReadButNotWritten(
                        new CreateSuperStream(
                                "s1", List.of("s1-0", partition, "s1-2"), CREATE.bindingKeys(), ARGUMENTS),
                        "partition: ");
    }

    @Test
    void keyOf256BytesIsReadButNotWritten() {
        REQUEST.with("key of partition 1", Hex.string(Names.TOO_LONG))
                .isReadButNotWritten(
                        new CreateSuperStream("s1", CREATE.partitions(), List.of("0", Names.TOO_LONG, "2"), ARGUMENTS),
                        "bindingKey: 256 bytes");
    }

    @Test
    void repeatedPartitionIsReadButNotWritten() {
        REQUEST.with("partition 2", "0004 73312d30")
                .isReadButNotWritten(
                        new CreateSuperStream("s1", List.of("s1-0", "s1-1", "s1-0"), CREATE.bindingKeys(), ARGUMENTS),
                        "partition: s1-0 is repeated");
    }

    @Test
    void otherNumberOfKeysIsReadButNotWritten() {
        SampleFrame.fromClient("0000001a 001d 0001 00000001 0001 73 00000001 0001 70 00000000 00000000")
                .isReadButNotWritten(
                        create("s", List.of("p"), List.of()), "bindingKeys: 0 (expected: 1, one per partition)");
        SampleFrame.isNotWritten(create("s", List.of("p"), List.of("0", "1")), "bindingKeys: 2 (expected: 1");
    }

    @Test
    void superStreamWithoutPartitionsIsReadButNotWritten() {
        SampleFrame.fromClient("00000017 001d 0001 00000001 0001 73 00000000 00000000 00000000")
                .isReadButNotWritten(create("s", List.of(), List.of()), "partitions: none");
    }

    @Test
    void keysMayBeRepeatedAndNamesMayHave255Bytes() {
        CreateSuperStream create = create(Names.MAX, List.of(Names.MAX, "p"), List.of(Names.MAX, Names.MAX));
        String max = Hex.string(Names.MAX);
        SampleFrame.fromClient("0000041b 001d 0001 00000001" + max + "00000002" + max + "0001 70" + "00000002" + max
                        + max + "00000000")
                .matches(1, create);
    }

    @Test
    void partsAreCopied() {
        List<String> partitions = new ArrayList<>(CREATE.partitions());
        List<String> keys = new ArrayList<>(CREATE.bindingKeys());
        Map<String, String> arguments = arguments();
        CreateSuperStream create = new CreateSuperStream("s1", partitions, keys, arguments);
        partitions.clear();
        keys.clear();
        arguments.clear();
        assertThat(create).isEqualTo(CREATE);
        assertThat(create.arguments()).containsExactlyEntriesOf(ARGUMENTS);
    }
}
