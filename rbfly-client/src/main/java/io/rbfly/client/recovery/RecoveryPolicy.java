package io.rbfly.client.recovery;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.StreamException;
import java.util.List;

/**
 * Decides what follows a failure to connect, to find a stream, or to make the broker know a publisher or a
 * subscription: the one place that does.
 *
 * <p>While there is another node to try, that is next. A refusal is final when all nodes of the round refused and
 * nothing ever succeeded before: what worked once may work again, when the authentication backend is back, say. What
 * passes by itself is tried again: before the first success for a limited time, after it up to the number of attempts
 * that the application set. That the stream is gone is always final, when all nodes say so.
 */
public final class RecoveryPolicy {
    private RecoveryPolicy() {}

    /** What follows. */
    public enum Decision {
        /** The next node of this round. */
        ELSEWHERE,
        /** Another round, after a pause. */
        AGAIN,
        /** The end, since the application allows no more attempts. */
        GIVE_UP,
        /** The end, since no attempt can help. */
        FINAL
    }

    /** What succeeded before. */
    public enum Phase {
        /** Nothing: no node was ever reached by this client. So a wrong address is noticed at once. */
        FIRST_CONNECT,
        /** Nodes were reached, but the publisher or subscription that is being opened was never known to one. */
        OPENING,
        /** What is wanted was there before. */
        RECOVERING
    }

    /** What a failure tells. */
    private enum Kind {
        /** Nothing for long: networks, restarts, elections and alarms pass. */
        PASSING,
        /** That somebody has to change something, at this node at least. */
        REFUSAL,
        /** That there is no such stream. */
        GONE,
        /** That no node can help: the client is closed. */
        OWN
    }

    /**
     * The decision after a failure.
     *
     * @param round failures since the nodes to try were determined, the latest last
     * @param othersLeft whether there are nodes that were not tried in this round
     * @param phase what succeeded before
     * @param attempts of the one that failed
     */
    public static Decision decide(List<StreamException> round, boolean othersLeft, Phase phase, Attempts attempts) {
        if (kind(round.get(round.size() - 1)) == Kind.OWN) {
            return Decision.FINAL;
        } else if (othersLeft) {
            return Decision.ELSEWHERE;
        } else if (all(round, Kind.GONE)) {
            return Decision.FINAL;
        }
        return switch (phase) {
            case FIRST_CONNECT -> Decision.FINAL;
            case OPENING -> all(round, Kind.REFUSAL) || !attempts.isPatient() ? Decision.FINAL : Decision.AGAIN;
            case RECOVERING -> attempts.mayReconnect() ? Decision.AGAIN : Decision.GIVE_UP;
        };
    }

    /** Whether somebody has to change something before it works. */
    public static boolean isRefusal(StreamException failure) {
        return kind(failure) == Kind.REFUSAL || kind(failure) == Kind.GONE;
    }

    private static boolean all(List<StreamException> round, Kind kind) {
        return round.stream().allMatch(failure -> kind(failure) == kind);
    }

    private static Kind kind(StreamException failure) {
        if (failure instanceof BrokerException refusal) {
            return kind(refusal.code());
        } else if (failure instanceof ConnectionException || failure instanceof RequestTimeoutException) {
            return Kind.PASSING;
        }
        return failure instanceof ClosedException ? Kind.OWN : Kind.REFUSAL;
    }

    /** A failed precondition is an alarm's, since names and ids are checked before they are sent. */
    private static Kind kind(ErrorCode code) {
        if (code == ErrorCode.STREAM_DOES_NOT_EXIST) {
            return Kind.GONE;
        }
        boolean passing = code == ErrorCode.STREAM_NOT_AVAILABLE || code == ErrorCode.PRECONDITION_FAILED;
        return passing ? Kind.PASSING : Kind.REFUSAL;
    }
}
