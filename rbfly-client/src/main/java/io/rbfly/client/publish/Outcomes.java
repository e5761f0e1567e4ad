package io.rbfly.client.publish;

import java.util.ArrayList;
import java.util.List;

/** Outcomes that became known together, collected on the event loop and told to the application in one go. */
final class Outcomes implements Runnable {
    private final int most;
    private final List<SendFuture> confirmed = new ArrayList<>(0);
    private final List<Runnable> failed = new ArrayList<>(0);
    private long[] ids = {};

    /** With the most outcomes that there will be. */
    Outcomes(int most) {
        this.most = most;
    }

    void confirmed(Outcome outcome, long id) {
        if (outcome instanceof SendFuture future) {
            if (ids.length == 0) {
                ids = new long[most];
            }
            ids[confirmed.size()] = id;
            confirmed.add(future);
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
        return confirmed.isEmpty() && failed.isEmpty();
    }

    @Override
    public void run() {
        for (int i = 0; i < confirmed.size(); i++) {
            confirmed.get(i).complete(ids[i]);
        }
        failed.forEach(Runnable::run);
    }
}
