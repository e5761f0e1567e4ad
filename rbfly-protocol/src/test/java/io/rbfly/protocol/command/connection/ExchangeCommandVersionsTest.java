package io.rbfly.protocol.command.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeCommandVersionsTest {
    private static final ExchangeCommandVersions EXCHANGE =
            new ExchangeCommandVersions(List.of(new CommandVersions(8, 1, 2)));

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            00000012        # size
            001b 0001       # ExchangeCommandVersions, version 1
            00000005        # correlation id
            00000001        # count
            0008 0001 0002  # Deliver: 1 to 2
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000001a        # size
            801b 0001       # ExchangeCommandVersions, version 1
            00000005        # correlation id
            0001            # code: ok
            00000002        # count
            0002 0001 0002  # Publish: 1 to 2
            ffff 0001 0001  # a command that nobody knows yet
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(5, EXCHANGE);
        REPLY.answers(
                EXCHANGE,
                5,
                new ExchangeCommandVersions.Reply(
                        ResponseCode.OK, List.of(new CommandVersions(2, 1, 2), new CommandVersions(0xffff, 1, 1))));
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
    void badCountsAreRefused() {
        REQUEST.refusesBadCountsAs("count");
        REPLY.refusesBadCountsAs("count");
    }

    @Test
    void versionsIncludeTheirBoundsOfTheirCommandOnly() {
        CommandVersions versions = new CommandVersions(2, 1, 2);
        assertThat(versions.include(2, 0)).isFalse();
        assertThat(versions.include(2, 1)).isTrue();
        assertThat(versions.include(2, 2)).isTrue();
        assertThat(versions.include(2, 3)).isFalse();
        assertThat(versions.include(8, 1)).isFalse();
    }

    @Test
    void numberBeyond16BitsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommandVersions(0x10000, 1, 1))
                .withMessage("key: 65536 (expected: 0..65535)");
    }
}
