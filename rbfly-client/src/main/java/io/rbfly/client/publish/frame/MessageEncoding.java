package io.rbfly.client.publish.frame;

import io.netty.buffer.ByteBuf;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.message.EncodedBytes;
import io.rbfly.codec.amqp.AmqpCodec;

/** The ways of encoding what an application sends. */
public enum MessageEncoding {
    /** A body, or an AMQP 1.0 message. */
    AMQP {
        @Override
        void write(Object body, ByteBuf out) {
            AmqpCodec.encode(body, out);
        }
    },

    /** Bytes that are stored as they are. */
    RAW {
        @Override
        void write(Object body, ByteBuf out) {
            out.writeBytes((byte[]) body);
        }
    },

    /** A message that was read from a stream, stored as it is there. */
    FORWARDED {
        @Override
        void write(Object body, ByteBuf out) {
            if (body instanceof EncodedBytes bytes) {
                out.writeBytes(bytes.array(), bytes.position(), bytes.length());
            } else {
                out.writeBytes(((MessageView) body).raw());
            }
        }
    };

    /** Returns the encoding of an object that may be a body, a message, or a message that was read. */
    public static MessageEncoding of(Object body) {
        return body instanceof MessageView ? FORWARDED : AMQP;
    }

    /** Appends a message to a buffer. */
    abstract void write(Object body, ByteBuf out);
}
