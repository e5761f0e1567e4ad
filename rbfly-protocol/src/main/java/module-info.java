/** Frames of the RabbitMQ Streams protocol, both ways, for clients and brokers. No sockets, no threads. */
module io.rbfly.protocol {
    requires transitive io.netty.buffer;
    requires static transitive org.jspecify;

    exports io.rbfly.protocol.wire;
    exports io.rbfly.protocol.chunk;
    exports io.rbfly.protocol.command;
    exports io.rbfly.protocol.command.connection;
    exports io.rbfly.protocol.command.publishing;
    exports io.rbfly.protocol.command.stream;
    exports io.rbfly.protocol.command.subscribing;
    exports io.rbfly.protocol.command.superstream;
    exports io.rbfly.protocol.frame;
}
