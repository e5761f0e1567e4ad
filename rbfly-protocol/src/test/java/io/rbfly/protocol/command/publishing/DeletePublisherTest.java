package io.rbfly.protocol.command.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeletePublisherTest {
    private static final DeletePublisher COMMAND = new DeletePublisher(5);

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            00000009   # size
            0006 0001  # DeletePublisher, version 1
            0000000e   # correlation id
            05         # publisher id
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000000a   # size
            8006 0001  # DeletePublisher, version 1
            0000000e   # correlation id
            0012       # code: publisher does not exist
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(14, COMMAND);
        REPLY.answers(
                COMMAND, 14, new StatusResponse(CommandKey.DELETE_PUBLISHER, ResponseCode.PUBLISHER_DOES_NOT_EXIST));
    }

    @Test
    void largestIdIsRead() {
        assertThat(REQUEST.with("publisher id", "ff").decode().command()).isEqualTo(new DeletePublisher(255));
    }

    @Test
    void cutRequestIsRefused() {
        REQUEST.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        REQUEST.ignoresTrailingBytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void publisherIdOfMoreThanAByteIsRefused(int id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new DeletePublisher(id));
    }
}
