package io.rbfly.simulation.workload;

import io.rbfly.client.api.Message;
import java.util.SplittableRandom;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Requests a few messages at a time, now and then before it has got those that it requested; it may cancel. */
final class RequestingSubscriber implements Flow.Subscriber<Message> {
    private final Reading reading;
    private final SplittableRandom random;
    private final Cancelling cancelling;
    private Flow.@Nullable Subscription flow;
    private int requested;

    RequestingSubscriber(Reading reading, SplittableRandom random, Cancelling cancelling) {
        this.reading = reading;
        this.random = random;
        this.cancelling = cancelling;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        flow = subscription;
        request();
    }

    private void request() {
        if (flow != null) {
            int count = 1 + random.nextInt(5);
            requested += count;
            flow.request(count);
        }
    }

    @Override
    public void onNext(Message message) {
        reading.onNext(message);
        requested--;
        reading.application().findings().check(requested >= 0, "no more is delivered than was requested", () -> "flow");
        if (cancelling.isDue() && flow != null && reading.isOpen()) {
            flow.cancel();
            flow = null;
            reading.beginLater();
        } else if (requested == 0) {
            reading.later(this::request);
        } else if (random.nextInt(10) == 0) {
            request();
        }
    }

    @Override
    public void onError(Throwable error) {
        reading.ended(error);
    }

    @Override
    public void onComplete() {
        reading.ended(null);
    }
}
