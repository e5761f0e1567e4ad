package io.rbfly.client.recovery;

import io.rbfly.client.api.error.AddressResolverException;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.error.TlsException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Decides what follows a failure to connect, to locate a stream, or to declare a publisher or a subscription. This is
 * the only class that does.
 *
 * <p>While there is another node to try, it is tried next. A refusal is final if all nodes of the round refused and no
 * attempt succeeded before: what succeeded once may succeed again, for example when the authentication backend has
 * recovered. Temporary failures are retried: before the first success for a limited time, after it up to the
 * application's limit of attempts. A missing stream is always final, if all nodes report it.
 *
 * <p>A part of something that is available, such as the publisher of one more partition, is retried as that is. The
 * exception is a refusal of the part itself, which may have been refused ever since: it is retried for a limited time,
 * so that the application learns of it.
 */
public final class RecoveryPolicy {
    private static final Set<Kind> REFUSALS = EnumSet.of(Kind.CONNECTION_REFUSAL, Kind.REFUSAL, Kind.GONE);

    /** With these codes brokers refuse a user or a virtual host, whatever is requested afterwards. */
    private static final Set<ErrorCode> OF_CONNECTIONS = Set.of(
            ErrorCode.SASL_MECHANISM_NOT_SUPPORTED,
            ErrorCode.AUTHENTICATION_FAILURE,
            ErrorCode.SASL_ERROR,
            ErrorCode.SASL_CHALLENGE,
            ErrorCode.AUTHENTICATION_FAILURE_LOOPBACK,
            ErrorCode.VIRTUAL_HOST_ACCESS_FAILURE);

    private RecoveryPolicy() {}

    /** What follows. */
    public enum Decision {
        /** Try the next node of this round. */
        ELSEWHERE,
        /** Start another round, after a pause. */
        AGAIN,
        /** End, because the limit of attempts is reached. */
        GIVE_UP,
        /** End, because no attempt can succeed. */
        FINAL
    }

    /** What succeeded before. */
    public enum Phase {
        /** Nothing: this client has never reached a node. So a wrong address is noticed immediately. */
        FIRST_CONNECT,
        /** Nodes were reached, but the publisher or subscription that is being opened was never declared. */
        OPENING,
        /** What is being opened is a part of something that is available, which waits for it. */
        JOINING,
        /** The publisher, subscription or connection was available before. */
        RECOVERING
    }

    /** The meaning of a failure. */
    private enum Kind {
        /** Temporary: failures of the network, restarts, elections and alarms. */
        PASSING,
        /** A refusal of the connection, until something is changed, at least at this node. */
        CONNECTION_REFUSAL,
        /** A refusal of the publisher or subscription, until something is changed, at least at this node. */
        REFUSAL,
        /** The stream does not exist. */
        GONE,
        /** The client is closed, so no node can help. */
        OWN
    }

    /**
     * Returns the decision after a failure.
     *
     * @param round the failures since the nodes to try were determined, the latest last
     * @param othersLeft whether there are nodes that were not tried in this round
     * @param phase what succeeded before
     * @param attempts the counters of the publisher, subscription or connection
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
            case OPENING ->
                all(round, Kind.REFUSAL, Kind.CONNECTION_REFUSAL) || !attempts.isPatient()
                        ? Decision.FINAL
                        : Decision.AGAIN;
            case JOINING -> attempts.isPatient() ? Decision.AGAIN : joining(round, attempts);
            case RECOVERING -> again(attempts);
        };
    }

    private static Decision joining(List<StreamException> round, Attempts attempts) {
        return all(round, Kind.REFUSAL) ? Decision.FINAL : again(attempts);
    }

    private static Decision again(Attempts attempts) {
        return attempts.mayReconnect() ? Decision.AGAIN : Decision.GIVE_UP;
    }

    /** Whether it is a refusal, which lasts until something is changed. */
    public static boolean isRefusal(StreamException failure) {
        return REFUSALS.contains(kind(failure));
    }

    private static boolean all(List<StreamException> round, Kind... kinds) {
        return round.stream().allMatch(failure -> List.of(kinds).contains(kind(failure)));
    }

    private static Kind kind(StreamException failure) {
        if (failure instanceof BrokerException refusal) {
            return kind(refusal.code());
        } else if (failure instanceof ConnectionException || failure instanceof RequestTimeoutException) {
            return Kind.PASSING;
        } else if (failure instanceof TlsException || failure instanceof AddressResolverException) {
            return Kind.CONNECTION_REFUSAL;
        }
        return failure instanceof ClosedException ? Kind.OWN : Kind.REFUSAL;
    }

    /**
     * Classifies a response code. A failed precondition means a disk alarm, since names and ids are checked before they
     * are sent.
     */
    private static Kind kind(ErrorCode code) {
        if (code == ErrorCode.STREAM_DOES_NOT_EXIST) {
            return Kind.GONE;
        } else if (OF_CONNECTIONS.contains(code)) {
            return Kind.CONNECTION_REFUSAL;
        }
        boolean passing = code == ErrorCode.STREAM_NOT_AVAILABLE || code == ErrorCode.PRECONDITION_FAILED;
        return passing ? Kind.PASSING : Kind.REFUSAL;
    }
}
