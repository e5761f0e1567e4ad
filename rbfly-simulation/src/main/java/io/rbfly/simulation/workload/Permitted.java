package io.rbfly.simulation.workload;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.MalformedChunkException;
import io.rbfly.client.api.error.MessagesSkippedException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.simulation.plan.FaultPlan;
import io.rbfly.simulation.plan.RunPlan;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which outcomes the documentation of the client permits, given what a run consists of. */
public final class Permitted {
    private static final Set<ErrorCode> TEMPORARY =
            Set.of(ErrorCode.AUTHENTICATION_FAILURE, ErrorCode.STREAM_NOT_AVAILABLE, ErrorCode.PRECONDITION_FAILED);
    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.INTERNAL_ERROR, ErrorCode.ACCESS_REFUSED, ErrorCode.VIRTUAL_HOST_ACCESS_FAILURE);
    private static final Set<ErrorCode> OF_PARTITIONS = Set.of(ErrorCode.INTERNAL_ERROR, ErrorCode.ACCESS_REFUSED);
    private static final Set<ErrorCode> OF_MESSAGES =
            Set.of(ErrorCode.INTERNAL_ERROR, ErrorCode.ACCESS_REFUSED, ErrorCode.STREAM_NOT_AVAILABLE);

    /** How long a request may take. */
    private static final Duration REQUEST = Duration.ofSeconds(10);

    /** For the turns of threads. */
    private static final Duration LATE = Duration.ofSeconds(2);

    private final Set<FaultPlan.Kind> faults = EnumSet.noneOf(FaultPlan.Kind.class);
    private final Duration blocked;
    private final boolean deletes;

    /** What a plan permits. */
    public Permitted(RunPlan plan) {
        Duration sum = LATE;
        for (FaultPlan fault : plan.faults()) {
            faults.add(fault.kind());
            if (fault.kind() == FaultPlan.Kind.BLOCK_LOOP) {
                sum = sum.plus(fault.lasts());
            }
        }
        this.blocked = sum;
        this.deletes = plan.cluster().segmentBytes() > 0;
    }

    /** Whether something may fail like this that was never open, so that it is tried again. */
    public boolean opening(@Nullable Throwable error) {
        return error instanceof RequestTimeoutException
                || error instanceof ConnectionException
                || endOfSubscription(error)
                || error instanceof BrokerException refusal && TEMPORARY.contains(refusal.code())
                || refusal(error);
    }

    /** Whether a broker refuses a request like this, which is not tried again. */
    public boolean refusal(@Nullable Throwable error) {
        return isRefusing() && error instanceof BrokerException refusal && REFUSALS.contains(refusal.code());
    }

    /**
     * Whether one more partition may have been refused like this, which ends the whole: only if the partition itself is
     * refused, and for longer than a request may take.
     *
     * @param nanos since it could be opened at the earliest
     */
    public boolean refusedPartition(@Nullable Throwable error, long nanos) {
        return isRefusing()
                && error instanceof BrokerException refusal
                && OF_PARTITIONS.contains(refusal.code())
                && nanos >= REQUEST.toNanos();
    }

    /** Whether a broker may have refused a message like this. */
    public boolean refusedMessage(Throwable error) {
        return isGone(error)
                || isRefusing() && error instanceof BrokerException refusal && OF_MESSAGES.contains(refusal.code());
    }

    /** Whether no message is sent again, so that none that is refused can be stored. */
    boolean sendsOnce() {
        return faults.stream().allMatch(kind -> kind == FaultPlan.Kind.REFUSE_REQUESTS);
    }

    /** Whether a subscription may end like this. */
    public boolean endOfSubscription(@Nullable Throwable error) {
        return faults.contains(FaultPlan.Kind.DAMAGED_CHUNKS) && error instanceof MalformedChunkException
                || (deletes || isRecreating()) && error instanceof MessagesSkippedException
                || isGone(error);
    }

    /** Whether something in the plan may end a subscription, so that {@link #endOfSubscription} tells why. */
    boolean endsSubscriptions() {
        return faults.contains(FaultPlan.Kind.DAMAGED_CHUNKS) || deletes || isRecreating();
    }

    /** Whether the stream is deleted at present, so that a publisher ends. */
    boolean isGone(@Nullable Throwable error) {
        return isRecreating()
                && error instanceof BrokerException refusal
                && refusal.code() == ErrorCode.STREAM_DOES_NOT_EXIST;
    }

    private boolean isRecreating() {
        return faults.contains(FaultPlan.Kind.RECREATE_STREAM);
    }

    private boolean isRefusing() {
        return faults.contains(FaultPlan.Kind.REFUSE_REQUESTS);
    }

    /** How late something may be for which a time is promised. */
    Duration late() {
        return blocked;
    }
}
