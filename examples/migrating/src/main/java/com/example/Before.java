package com.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.stream.Consumer;
import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.OffsetSpecification;
import com.rabbitmq.stream.Producer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes with deduplication, and reads with stored offsets, with the official client. */
public final class Before {
    private static final String STREAM = "orders-before";
    private static final List<String> ORDERS = List.of("apples", "pears", "plums");

    public static void main(String[] arguments) throws InterruptedException {
        String uri = arguments.length > 0 ? arguments[0] : "rabbitmq-stream://guest:guest@localhost:5552";
        try (Environment environment = Environment.builder().uri(uri).build()) {
            environment.streamCreator().stream(STREAM).create();
            publish(environment);
            read(environment);
            environment.deleteStream(STREAM);
        }
    }

    static void publish(Environment environment) throws InterruptedException {
        CountDownLatch outcomes = new CountDownLatch(ORDERS.size());
        AtomicInteger failures = new AtomicInteger();
        try (Producer producer =
                environment.producerBuilder().stream(STREAM).name("shop").build()) {
            for (String order : ORDERS) {
                producer.send(
                        producer.messageBuilder().addData(order.getBytes(UTF_8)).build(), status -> {
                            if (!status.isConfirmed()) {
                                failures.incrementAndGet();
                            }
                            outcomes.countDown();
                        });
            }
            outcomes.await();
        }
        if (failures.get() > 0) {
            throw new IllegalStateException(failures + " orders were not confirmed");
        }
    }

    static void read(Environment environment) throws InterruptedException {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        Consumer consumer = environment.consumerBuilder().stream(STREAM)
                .offset(OffsetSpecification.first())
                .name("billing")
                .autoTrackingStrategy()
                .builder()
                .messageHandler((context, message) -> received.add(new String(message.getBodyAsBinary(), UTF_8)))
                .build();
        System.out.println("received: " + received.take() + ", " + received.take() + ", " + received.take());
        consumer.close();
    }
}
