package io.rbfly.protocol.command;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.Unpooled;
import io.rbfly.protocol.frame.FrameEncoder;
import org.junit.jupiter.api.Test;

class UnknownCommandTest {
    private static final UnknownCommand COMMAND = new UnknownCommand(0x801c, 1);

    @Test
    void unknownCommandHasNoKey() {
        assertThatIllegalStateException().isThrownBy(COMMAND::key);
    }

    @Test
    void unknownCommandCannotBeWritten() {
        assertThatIllegalStateException().isThrownBy(() -> FrameEncoder.encode(Unpooled.buffer(), COMMAND));
        assertThatIllegalStateException().isThrownBy(() -> COMMAND.encodeBody(Unpooled.buffer()));
    }
}
