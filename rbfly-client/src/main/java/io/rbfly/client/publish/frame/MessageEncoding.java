package io.rbfly.client.publish.frame;

import io.netty.buffer.ByteBuf;
import io.rbfly.codec.amqp.AmqpCodec;

/** How what an application sends becomes the bytes of a message. */
public enum MessageEncoding {
    /** A body, or a message of AMQP 1.0. */
    AMQP {
        @Override
        void write(Object body, ByteBuf out) {
            AmqpCodec.encode(body, out);
        }
    },

    /** Bytes, stored as they are. */
    RAW {
        @Override
        void write(Object body, ByteBuf out) {
            out.writeBytes((byte[]) body);
        }
    };

    /** Writes a message behind what is in the buffer. */
    abstract void write(Object body, ByteBuf out);
}
