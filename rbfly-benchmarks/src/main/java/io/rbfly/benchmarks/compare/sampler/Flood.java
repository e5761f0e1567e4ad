package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Publishing;
import io.rbfly.benchmarks.compare.driver.Tally;
import io.rbfly.benchmarks.compare.plan.Sample;

/**
 * Sends as many messages as the window allows, from one or several threads, until the time has elapsed and all are
 * confirmed.
 */
final class Flood implements Measurement {
    /** Number of messages between checks of the clock. */
    private static final int STRIDE = 64;

    private final Task task;
    private final byte[] body;
    private final SenderThreads senders;
    private final Meter meter;
    private final Driver driver;
    private final Publishing publishing;
    private long sent;

    Flood(Task task) throws Exception {
        this.task = task;
        this.body = new byte[task.scenario().bodySize()];
        this.senders = new SenderThreads(task.scenario().size());
        this.meter = new Meter();
        this.driver = task.driver();
        this.publishing = driver.publish(task.stream(), task.scenario().rich(), new Tally());
    }

    @Override
    public Sample take() throws Exception {
        send(task.leadMillis());
        long before = publishing.awaitConfirms(sent);
        meter.start();
        send(task.measureMillis());
        long confirmed = publishing.awaitConfirms(sent);
        Sample sample = meter.stop(confirmed - before);
        Counts.check("confirms", confirmed, sent);
        return sample;
    }

    private void send(int millis) throws Exception {
        sent += senders.sendFor(millis, end -> sendUntil(end, publishing, body));
    }

    @Override
    public void close() throws Exception {
        senders.end();
        publishing.close();
        driver.close();
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
