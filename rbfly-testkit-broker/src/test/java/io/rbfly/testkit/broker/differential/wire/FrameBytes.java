package io.rbfly.testkit.broker.differential.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a frame field by field, also one that the encoders of the library refuse. In names {@code ~} stands for the
 * prefix of the script.
 */
public final class FrameBytes {
    private final ByteBuf bytes = Unpooled.buffer();
    private final String prefix;

    /** Starts a frame with the fields of each frame. */
    public FrameBytes(String prefix, int key, int version) {
        this.prefix = prefix;
        bytes.writeInt(0);
        bytes.writeShort(key);
        bytes.writeShort(version);
    }

    public FrameBytes u8(int value) {
        bytes.writeByte(value);
        return this;
    }

    public FrameBytes u16(int value) {
        bytes.writeShort(value);
        return this;
    }

    public FrameBytes u32(long value) {
        bytes.writeInt((int) value);
        return this;
    }

    public FrameBytes u64(long value) {
        bytes.writeLong(value);
        return this;
    }

    /** Writes a string; null is written as length -1. */
    public FrameBytes string(@Nullable String value) {
        if (value == null) {
            return u16(-1);
        }
        byte[] encoded = value.replace("~", prefix).getBytes(StandardCharsets.UTF_8);
        bytes.writeShort(encoded.length);
        bytes.writeBytes(encoded);
        return this;
    }

    public FrameBytes strings(List<String> values) {
        u32(values.size());
        values.forEach(this::string);
        return this;
    }

    public FrameBytes map(Map<String, String> values) {
        u32(values.size());
        values.forEach((key, value) -> string(key).string(value));
        return this;
    }

    /** Writes octets after their length. */
    public FrameBytes octets(byte[] value) {
        return u32(value.length).raw(value);
    }

    public FrameBytes raw(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    public FrameBytes hex(String value) {
        return raw(ByteBufUtil.decodeHexDump(value.replace(" ", "")));
    }

    /** The frame with its size. */
    public byte[] toBytes() {
        return toBytes(bytes.writerIndex() - 4);
    }

    /** The frame with a size that need not be right. */
    public byte[] toBytes(int size) {
        bytes.setInt(0, size);
        return ByteBufUtil.getBytes(bytes);
    }
}
