/** The AMQP 1.0 message format: values, sections and whole messages, to and from bytes. */
module io.rbfly.codec.amqp {
    requires io.netty.buffer;
    requires static transitive org.jspecify;

    exports io.rbfly.codec.amqp;
    exports io.rbfly.codec.amqp.error;
    exports io.rbfly.codec.amqp.type;
}
