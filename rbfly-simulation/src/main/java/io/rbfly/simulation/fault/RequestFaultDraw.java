package io.rbfly.simulation.fault;

import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.simulation.plan.FaultPlan;
import io.rbfly.testkit.embedded.fault.FaultAction;
import io.rbfly.testkit.embedded.fault.RequestFault;
import io.rbfly.testkit.embedded.fault.RequestFaults;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Draws which requests are not executed, and what happens instead. Brokers execute the requests of a connection in
 * their order: so no messages are left out, and all that follows a delayed request waits for it.
 */
final class RequestFaultDraw {
    private static final double MAX_DELAY_NANOS = Duration.ofMinutes(15).toNanos();

    private static final List<CommandKey> ANSWERED = List.of(
            CommandKey.PEER_PROPERTIES,
            CommandKey.SASL_HANDSHAKE,
            CommandKey.SASL_AUTHENTICATE,
            CommandKey.OPEN,
            CommandKey.EXCHANGE_COMMAND_VERSIONS,
            CommandKey.METADATA, // or for super streams
            CommandKey.DECLARE_PUBLISHER,
            CommandKey.QUERY_PUBLISHER_SEQUENCE,
            CommandKey.DELETE_PUBLISHER,
            CommandKey.SUBSCRIBE,
            CommandKey.UNSUBSCRIBE,
            CommandKey.QUERY_OFFSET,
            CommandKey.STREAM_STATS,
            CommandKey.CLOSE);

    /** What a broker may leave: an offset is lost without a word when the stream is losing its leader. */
    private static final List<CommandKey> IGNORED =
            Stream.concat(ANSWERED.stream(), Stream.of(CommandKey.STORE_OFFSET)).toList();

    private static final List<CommandKey> NOT_ANSWERED =
            List.of(CommandKey.PUBLISH, CommandKey.CREDIT, CommandKey.STORE_OFFSET, CommandKey.HEARTBEAT);

    /** Those that are asked for super streams what {@link CommandKey#METADATA} tells of streams. */
    private static final List<CommandKey> OF_SUPER_STREAMS = List.of(CommandKey.PARTITIONS, CommandKey.ROUTE);

    /** A code that a command may be refused with. */
    private record Refusal(CommandKey command, ResponseCode code) {}

    private static final List<Refusal> REFUSALS = List.of(
            new Refusal(CommandKey.PUBLISH, ResponseCode.INTERNAL_ERROR),
            new Refusal(CommandKey.PUBLISH, ResponseCode.ACCESS_REFUSED),
            new Refusal(CommandKey.PUBLISH, ResponseCode.STREAM_NOT_AVAILABLE),
            new Refusal(CommandKey.DECLARE_PUBLISHER, ResponseCode.STREAM_NOT_AVAILABLE),
            new Refusal(CommandKey.DECLARE_PUBLISHER, ResponseCode.PRECONDITION_FAILED),
            new Refusal(CommandKey.DECLARE_PUBLISHER, ResponseCode.ACCESS_REFUSED),
            new Refusal(CommandKey.DECLARE_PUBLISHER, ResponseCode.INTERNAL_ERROR),
            new Refusal(CommandKey.QUERY_PUBLISHER_SEQUENCE, ResponseCode.STREAM_NOT_AVAILABLE),
            new Refusal(CommandKey.QUERY_PUBLISHER_SEQUENCE, ResponseCode.INTERNAL_ERROR),
            new Refusal(CommandKey.SUBSCRIBE, ResponseCode.STREAM_NOT_AVAILABLE),
            new Refusal(CommandKey.SUBSCRIBE, ResponseCode.ACCESS_REFUSED),
            new Refusal(CommandKey.SUBSCRIBE, ResponseCode.INTERNAL_ERROR),
            new Refusal(CommandKey.QUERY_OFFSET, ResponseCode.STREAM_NOT_AVAILABLE),
            new Refusal(CommandKey.QUERY_OFFSET, ResponseCode.INTERNAL_ERROR),
            new Refusal(CommandKey.METADATA, ResponseCode.STREAM_NOT_AVAILABLE),
            new Refusal(CommandKey.METADATA, ResponseCode.INTERNAL_ERROR),
            new Refusal(CommandKey.STREAM_STATS, ResponseCode.STREAM_NOT_AVAILABLE),
            new Refusal(CommandKey.STREAM_STATS, ResponseCode.INTERNAL_ERROR),
            new Refusal(CommandKey.SASL_AUTHENTICATE, ResponseCode.AUTHENTICATION_FAILURE),
            new Refusal(CommandKey.OPEN, ResponseCode.VIRTUAL_HOST_ACCESS_FAILURE));

    private final SplittableRandom random;

    RequestFaultDraw(SplittableRandom random) {
        this.random = random;
    }

    /** @param node the node that does it; null for all */
    RequestFault fault(FaultPlan.Kind kind, String node) {
        String where = random.nextBoolean() ? node : null;
        return switch (kind) {
            case REFUSE_REQUESTS -> {
                Refusal refusal = pick(REFUSALS);
                yield new RequestFault(command(refusal.command), null, where, new FaultAction.Refuse(refusal.code));
            }
            case DELAY_REQUESTS ->
                new RequestFault(command(pick(ANSWERED)), null, where, new FaultAction.Delay(delay()));
            case IGNORE_REQUESTS -> new RequestFault(command(pick(IGNORED)), null, where, new FaultAction.Ignore());
            default -> {
                CommandKey command = command(random.nextBoolean() ? pick(NOT_ANSWERED) : pick(ANSWERED));
                yield new RequestFault(
                        command,
                        null,
                        where,
                        random.nextBoolean()
                                ? new FaultAction.Disconnect()
                                : new FaultAction.Close(ResponseCode.INTERNAL_ERROR, "drawn"));
            }
        };
    }

    /** The command, or another one that tells the same. Only those draw, so that other runs are as before. */
    private CommandKey command(CommandKey drawn) {
        return drawn == CommandKey.METADATA && random.nextBoolean() ? pick(OF_SUPER_STREAMS) : drawn;
    }

    /** How often it happens, at most. */
    int times() {
        return random.nextInt(3) == 0 ? RequestFaults.ALWAYS : 1 + random.nextInt(5);
    }

    /** Of any magnitude from a microsecond on. */
    private Duration delay() {
        return Duration.ofNanos((long) (1_000 * Math.pow(MAX_DELAY_NANOS / 1_000, random.nextDouble())));
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
