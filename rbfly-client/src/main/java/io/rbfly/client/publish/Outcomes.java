package io.rbfly.client.publish;

import java.util.ArrayList;
import java.util.List;

/** Outcomes that became known together, collected on the event loop and told to the application in one go. */
final class Outcomes implements Runnable {
    private final int most;
    private SendFuture[] confirmed = {};
    private long[] ids = {};
    private int confirms;
    private final List<Runnable> failed = new ArrayList<>(0);

    /** With the most confirms that there will be. */
    Outcomes(int most) {
        this.most = most;
    }

    void confirmed(Outcome outcome, long id) {
        if (outcome instanceof SendFuture future) {
            if (confirms == 0) {
                confirmed = new SendFuture[most];
                ids = new long[most];
            }
            confirmed[confirms] = future;
            ids[confirms++] = id;
        }
    }

    void failed(Outcome outcome, Throwable cause) {
        if (outcome instanceof SendFuture future) {
            failed.add(() -> future.completeExceptionally(cause));
        } else if (outcome instanceof Group group) {
            group.failed(cause);
        }
    }

    boolean isEmpty() {
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
