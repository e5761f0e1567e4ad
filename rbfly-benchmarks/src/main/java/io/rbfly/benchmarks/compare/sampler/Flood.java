package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Publishing;
import io.rbfly.benchmarks.compare.driver.Tally;
import io.rbfly.benchmarks.compare.plan.Sample;
import io.rbfly.benchmarks.compare.plan.Work;
import io.rbfly.benchmarks.compare.wire.Bodies;

/**
 * Sends as many messages as the window allows, from one or several threads, until the time has elapsed and all are
 * confirmed.
 */
final class Flood implements Measurement {
    /** Number of messages between checks of the clock. */
    private static final int STRIDE = 64;

    /** Batches of equal bodies would compress to nothing, and equal bodies go to one partition. */
    private static final int BODIES = 1000;

    private final Task task;
    private final byte[][] bodies;
    private final SenderThreads senders;
    private final Meter meter;
    private final Driver driver;
    private final Publishing publishing;
    private long sent;

    Flood(Task task) throws Exception {
        this.task = task;
        int size = task.scenario().bodySize();
        this.bodies = task.scenario().work() == Work.FLOOD ? new byte[][] {new byte[size]} : Bodies.alike(size, BODIES);
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
        sent += senders.sendFor(millis, end -> sendUntil(end, publishing, bodies));
    }

    @Override
    public void close() throws Exception {
        senders.end();
        publishing.close();
        driver.close();
    }

    private static long sendUntil(long endNanos, Publishing publishing, byte[][] bodies) throws Exception {
        long sent = 0;
        int next = 0;
        while (System.nanoTime() - endNanos < 0) {
            for (int i = 0; i < STRIDE; i++) {
                sent += publishing.send(bodies[next]);
                next = next + 1 == bodies.length ? 0 : next + 1;
            }
        }
        return sent;
    }
}
