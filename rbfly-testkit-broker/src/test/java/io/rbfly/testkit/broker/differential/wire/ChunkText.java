package io.rbfly.testkit.broker.differential.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The text of a chunk, without its time and epoch.
 *
 * @param header what may depend on the borders of chunks
 * @param entries each with its offset
 */
public record ChunkText(String header, List<String> entries) {
    private static final int LONG = 64;

    /** Reads the body of Deliver after the subscription id. */
    public static ChunkText read(int version, ByteBuf body) {
        String committed = version == 2 ? " committed " + body.readLong() : "";
        int magic = body.readUnsignedByte();
        int type = body.readUnsignedByte();
        int count = body.readUnsignedShort();
        long records = body.readUnsignedInt();
        body.skipBytes(16); // the time and the epoch
        long first = body.readLong();
        long checksum = body.readUnsignedInt();
        int length = body.readInt();
        long trailer = body.readUnsignedInt();
        int bloom = body.readUnsignedByte();
        String reserved = ByteBufUtil.hexDump(body.readSlice(3));
        ByteBuf data = body.readSlice(length);
        String header = "chunk " + first + " version " + version + committed + " magic " + magic + " type " + type
                + " entries "
                + count + " records " + records + " trailer " + trailer + " bloom " + bloom + " reserved " + reserved
                + (crc(data) == checksum ? "" : " wrong checksum");
        List<String> entries = entries(first, count, data);
        if (data.isReadable() || body.isReadable()) {
            entries.add("further bytes: " + data.readableBytes() + ", " + body.readableBytes());
        }
        body.skipBytes(body.readableBytes());
        return new ChunkText(header, entries);
    }

    private static long crc(ByteBuf data) {
        CRC32 crc = new CRC32();
        crc.update(ByteBufUtil.getBytes(data));
        return crc.getValue();
    }

    private static List<String> entries(long first, int count, ByteBuf data) {
        List<String> entries = new ArrayList<>();
        long offset = first;
        for (int i = 0; i < count; i++) {
            if (data.getByte(data.readerIndex()) < 0) {
                int flags = data.readUnsignedByte();
                int messages = data.readUnsignedShort();
                long plain = data.readUnsignedInt();
                int length = data.readInt();
                entries.add(offset + " batch " + Integer.toHexString(flags) + " of " + messages + " in " + plain + ": "
                        + shorten(data.readSlice(length)));
                offset += messages;
            } else {
                entries.add(offset + " " + shorten(data.readSlice(data.readInt())));
                offset++;
            }
        }
        return entries;
    }

    private static String shorten(ByteBuf data) {
        return data.readableBytes() <= LONG
                ? ByteBufUtil.hexDump(data)
                : data.readableBytes() + " bytes " + Long.toHexString(crc(data));
    }
}
