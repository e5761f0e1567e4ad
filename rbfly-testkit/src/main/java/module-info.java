/**
 * An embedded broker and cluster of RabbitMQ Streams for tests, a scripted broker, and a proxy that fails on demand.
 */
module io.rbfly.testkit {
    requires transitive io.rbfly.protocol;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires transitive io.netty.transport;
    requires java.naming;
    requires static transitive org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports io.rbfly.testkit.embedded;
    exports io.rbfly.testkit.junit;
    exports io.rbfly.testkit.proxy;
    exports io.rbfly.testkit.scripted;
}
