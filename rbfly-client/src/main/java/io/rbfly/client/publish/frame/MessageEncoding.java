package io.rbfly.client.publish.frame;

import io.netty.buffer.ByteBuf;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.message.EncodedBytes;
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
    },

    /** A message that was read from a stream, stored as it was there. */
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

    /** How something is encoded that may be a body, a message, or a message that was read. */
    public static MessageEncoding of(Object body) {
        return body instanceof MessageView ? FORWARDED : AMQP;
    }

    /** Writes a message behind what is in the buffer. */
    abstract void write(Object body, ByteBuf out);
}
