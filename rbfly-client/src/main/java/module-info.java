/** A client for RabbitMQ Streams that never blocks a thread. */
module io.rbfly.client {
    requires transitive io.rbfly.codec.amqp;
    requires io.rbfly.protocol;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires static transitive org.jspecify;

    exports io.rbfly.client;
    exports io.rbfly.client.api;
    exports io.rbfly.client.api.connection;
    exports io.rbfly.client.api.error;
    exports io.rbfly.client.api.event;
    exports io.rbfly.client.api.stream;
    exports io.rbfly.client.netty;
}
