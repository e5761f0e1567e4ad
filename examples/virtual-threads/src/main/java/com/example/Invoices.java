package com.example;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Handlers that wait: with virtual threads as the callback executor, they may. */
public final class Invoices {
    public static void main(String[] arguments) {
        String uri = arguments.length > 0 ? arguments[0] : "rabbitmq-stream://guest:guest@localhost:5552";
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            StreamsClient client = clientOfVirtualThreads(uri, threads);
            try {
                for (String stream : List.of("orders-to-invoice", "invoices")) {
                    client.deleteStream(stream).join(); // of the last run, if there was one
                    client.createStream(stream).join();
                }
                client.publisher("orders-to-invoice").join().sendAll(List.of("apples", "pears")).join();
                writeInvoices(client);
            } finally {
                client.close().join();
            }
        }
    }

    static StreamsClient clientOfVirtualThreads(String uri, ExecutorService threads) {
        return StreamsClient.builder(uri).callbackExecutor(threads).build();
    }

    /** The next order comes when the invoice of the last one is stored. */
    static void writeInvoices(StreamsClient client) {
        Publisher invoices = client.publisher("invoices").join();
        Subscription orders = client.subscribe("orders-to-invoice", Offset.FIRST).join();
        orders.forEach(MessageHandler.of(order -> writeInvoice(order, invoices, orders))).join();
    }

    private static void writeInvoice(Message order, Publisher invoices, Subscription orders) {
        long id = invoices.send("invoice for " + order.body()).join();
        System.out.println("invoice " + id + " for " + order.body());
        if (id == 2) {
            orders.close();
        }
    }
}
