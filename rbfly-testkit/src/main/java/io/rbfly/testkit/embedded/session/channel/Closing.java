package io.rbfly.testkit.embedded.session.channel;

import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.command.connection.Close;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;

/** How a broker ends a connection, protocol section 6. Nothing else is sent once the end has begun. */
public final class Closing {
    private static final Duration REFUSAL_DELAY = Duration.ofSeconds(3);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final int CORRELATION_ID = 1;

    private final FrameOutput output;
    private final NodeTimers timers;
    private final Runnable begun;
    private boolean over;
    private boolean awaitsAnswer;
    private boolean atStartOfSegment;

    /** @param begun called once, before anything is closed */
    public Closing(FrameOutput output, NodeTimers timers, Runnable begun) {
        this.output = output;
        this.timers = timers;
        this.begun = begun;
    }

    /** Whether the end has begun: commands are no longer executed. */
    public boolean isOver() {
        return over;
    }

    /** Closes the connection without a word, after what was sent. */
    public void drop() {
        begin();
        output.close();
    }

    /** Sends a Close frame, and closes when it is answered or after a time. */
    public void closeWith(ResponseCode code, String reason) {
        output.request(CORRELATION_ID, new Close(code, reason));
        begin();
        awaitsAnswer = true;
        timers.after(ANSWER_TIMEOUT, output::close);
    }

    /** The client sent something that is no command. */
    public void unknownFrame() {
        closeWith(ResponseCode.UNKNOWN_FRAME, "unknown frame");
    }

    /** Withholds an answer from a client that may be guessing passwords, and closes with it. */
    public void refuse(int correlationId, Response answer) {
        begin();
        timers.after(REFUSAL_DELAY, () -> {
            output.last(correlationId, answer);
            output.close();
        });
    }

    /**
     * The client sent a frame after the end has begun. Of what was read at once, brokers notice the first frame only;
     * so they miss an answer that came together with the bad frame, or with another one after it.
     *
     * @param answer whether it is the answer to the Close frame
     */
    public void received(boolean answer) {
        boolean noticed = atStartOfSegment;
        atStartOfSegment = false;
        if (answer && noticed) {
            drop();
        }
    }

    /** All frames of what was read at once were passed on. */
    public void segmentEnded() {
        atStartOfSegment = awaitsAnswer;
    }

    private void begin() {
        if (!over) {
            over = true;
            output.end();
            begun.run();
        }
    }
}
