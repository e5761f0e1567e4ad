package com.example;

import io.rbfly.client.StreamsClient;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

@SpringBootApplication
public class Application {
    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            System.setProperty("rabbitmq.stream.uri", arguments[0]);
        }
        StreamsClient client;
        try (ConfigurableApplicationContext context = SpringApplication.run(Application.class)) {
            client = context.getBean(StreamsClient.class);
            client.publisher("orders").join().send("apples").join();
            System.out.println("read: " + context.getBean(OrderReader.class).firstOrder().join());
        }
        System.out.println("connected after the end: " + client.isConnected());
    }
}
