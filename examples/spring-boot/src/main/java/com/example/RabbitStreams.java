package com.example;

import io.rbfly.client.StreamsClient;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client as a bean. From Spring 6.1 on, the context awaits the future that close() returns. */
@Configuration
public class RabbitStreams {
    @Bean(destroyMethod = "close")
    StreamsClient streamsClient(@Value("${rabbitmq.stream.uri:rabbitmq-stream://guest:guest@localhost:5552}") String uri) {
        return StreamsClient.create(uri);
    }
}
