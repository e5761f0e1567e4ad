/**
 * A client for RabbitMQ Streams that never blocks a thread. The libraries for compression are optional: an application
 * that uses one adds its module.
 */
@SuppressWarnings("requires-automatic") // only at compile time, and under the names that their manifests state
module io.rbfly.client {
    requires transitive io.rbfly.codec.amqp;
    requires io.rbfly.protocol;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires static com.github.luben.zstd_jni;
    requires static org.lz4.java;
    requires static transitive org.jspecify;

    uses io.rbfly.client.api.compression.CompressionCodec;

    exports io.rbfly.client;
    exports io.rbfly.client.api;
    exports io.rbfly.client.api.compression;
    exports io.rbfly.client.api.connection;
    exports io.rbfly.client.api.error;
    exports io.rbfly.client.api.event;
    exports io.rbfly.client.api.stream;
    exports io.rbfly.client.netty;
}
