package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Publishing;
import io.rbfly.benchmarks.compare.driver.Tally;
import io.rbfly.benchmarks.compare.plan.Sample;

/** As many messages as the window lets through, from one thread or more, until time is over and all are confirmed. */
final class Flood {
    /** Messages between two looks at the clock. */
    private static final int STRIDE = 64;

    private Flood() {}

    static Sample measure(Task task) throws Exception {
        SenderThreads senders = new SenderThreads(task.scenario().size());
        Meter meter = new Meter();
        try (Driver driver = task.driver();
                Publishing publishing =
                        driver.publish(task.stream(), task.scenario().rich(), new Tally())) {
            byte[] body = new byte[task.scenario().bodySize()];
            SenderThreads.Sending sending = end -> sendUntil(end, publishing, body);
            long sent = senders.sendFor(task.warmUpMillis(), sending);
            long before = publishing.awaitConfirms(sent);
            meter.start();
            sent += senders.sendFor(task.measureMillis(), sending);
            long confirmed = publishing.awaitConfirms(sent);
            Sample sample = meter.stop(confirmed - before);
            Counts.check("confirms", confirmed, sent);
            senders.end();
            return sample;
        }
    }

    private static long sendUntil(long endNanos, Publishing publishing, byte[] body) throws Exception {
        long sent = 0;
        while (System.nanoTime() - endNanos < 0) {
            for (int i = 0; i < STRIDE; i++) {
                sent += publishing.send(body);
            }
        }
        return sent;
    }
}
