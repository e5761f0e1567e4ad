package io.rbfly.testkit.broker.differential.wire;

import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The commands that were exchanged with a broker, and the codes that it sent. */
public final class Coverage {
    /** Those that are never answered: it counts that they were sent. */
    private static final Set<CommandKey> UNANSWERED = EnumSet.of(CommandKey.PUBLISH, CommandKey.STORE_OFFSET);

    private final Set<CommandKey> commands = ConcurrentHashMap.newKeySet();
    private final Set<ResponseCode> codes = ConcurrentHashMap.newKeySet();

    /** The broker has sent a frame: a command of its own, or the answer to one. */
    void received(CommandKey command) {
        commands.add(command);
    }

    /** A frame was sent to the broker. */
    void sent(int key) {
        CommandKey command = CommandKey.of(key);
        if (command != null && UNANSWERED.contains(command)) {
            commands.add(command);
        }
    }

    /** The broker has sent a code. */
    void received(ResponseCode code) {
        codes.add(code);
    }

    /** The commands that never occurred. */
    public Set<CommandKey> missingCommands() {
        return Arrays.stream(CommandKey.values())
                .filter(command -> !commands.contains(command))
                .collect(Collectors.toSet());
    }

    /** The codes that never occurred. */
    public Set<ResponseCode> missingCodes() {
        return ResponseCode.listed().stream()
                .filter(code -> !codes.contains(code))
                .collect(Collectors.toSet());
    }
}
