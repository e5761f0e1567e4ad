package io.rbfly.benchmarks.compare.driver;

import com.rabbitmq.stream.ConfirmationHandler;
import com.rabbitmq.stream.ConfirmationStatus;
import com.rabbitmq.stream.Message;
import com.rabbitmq.stream.MessageBuilder;
import com.rabbitmq.stream.Producer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The producer of the official client, used by threads that wait. */
final class OfficialPublishing implements Publishing {
    private static final int MAX_WAIT_SECONDS = 60;

    private final Producer producer;
    private final boolean rich;
    private final Tally tally;
    private final ConfirmationHandler outcome;

    OfficialPublishing(Producer producer, boolean rich, Tally tally) {
        this.producer = producer;
        this.rich = rich;
        this.tally = tally;
        this.outcome = status -> {
            if (status.isConfirmed()) {
                tally.add();
            } else {
                tally.failed(refused(status));
            }
        };
    }

    private static IllegalStateException refused(ConfirmationStatus status) {
        return new IllegalStateException("not confirmed, code " + status.getCode());
    }

    @Override
    public int send(byte[] body) {
        producer.send(message(body), outcome);
        return 1;
    }

    private Message message(byte[] body) {
        MessageBuilder builder = producer.messageBuilder();
        if (rich) {
            builder.properties()
                    .messageId(RichMessage.MESSAGE_ID)
                    .contentType(RichMessage.CONTENT_TYPE)
                    .creationTime(RichMessage.CREATION_MILLIS)
                    .correlationId(RichMessage.CORRELATION_ID)
                    .messageBuilder()
                    .applicationProperties()
                    .entry(RichMessage.TEXT_KEY, RichMessage.TEXT)
                    .entry(RichMessage.NUMBER_KEY, RichMessage.NUMBER)
                    .entry(RichMessage.FLAG_KEY, true);
        }
        return builder.addData(body).build();
    }

    @Override
    public long awaitConfirms(long sent) throws TimeoutException {
        return tally.await(sent);
    }

    @Override
    public void roundTrips(byte[] body, int messages, Rounds rounds) throws Exception {
        while (rounds.more()) {
            long began = System.nanoTime();
            CountDownLatch confirmed = new CountDownLatch(messages);
            ConfirmationHandler countDown = status -> {
                if (!status.isConfirmed()) {
                    tally.failed(refused(status));
                }
                confirmed.countDown();
            };
            for (int i = 0; i < messages; i++) {
                producer.send(message(body), countDown);
            }
            if (!confirmed.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new TimeoutException(confirmed.getCount() + " of " + messages + " messages not confirmed");
            }
            rounds.over(began);
        }
        tally.check();
    }

    @Override
    public void close() {
        producer.close();
    }
}
