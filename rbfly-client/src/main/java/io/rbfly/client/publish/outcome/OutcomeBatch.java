package io.rbfly.client.publish.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Outcomes that became known together, collected on the event loop and reported to the application by one task. */
public final class OutcomeBatch implements Runnable {
    private final int capacity;
    private SendFuture[] confirmed = {};
    private long[] ids = {};
    private int confirms;
    private final List<Runnable> failed = new ArrayList<>(0);

    /** Creates a batch for an expected number of confirms. */
    public OutcomeBatch(int capacity) {
        this.capacity = capacity;
    }

    public void confirmed(OutcomeListener outcome, long id) {
        if (outcome instanceof SendFuture future) {
            if (confirms == 0) {
                confirmed = new SendFuture[capacity];
                ids = new long[capacity];
            } else if (confirms == confirmed.length) {
                confirmed = Arrays.copyOf(confirmed, 2 * confirms);
                ids = Arrays.copyOf(ids, 2 * confirms);
            }
            confirmed[confirms] = future;
            ids[confirms++] = id;
        }
    }

    public void failed(OutcomeListener outcome, Throwable cause) {
        if (outcome instanceof SendFuture future) {
            failed.add(() -> future.completeExceptionally(cause));
        } else if (outcome instanceof SharedOutcome group) {
            group.failed(cause);
        }
    }

    public boolean isEmpty() {
        return confirms == 0 && failed.isEmpty();
    }

    @Override
    public void run() {
        for (int i = 0; i < confirms; i++) {
            confirmed[i].complete(ids[i]);
        }
        failed.forEach(Runnable::run);
    }
}
