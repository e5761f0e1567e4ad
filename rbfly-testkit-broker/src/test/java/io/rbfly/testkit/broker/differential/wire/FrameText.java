package io.rbfly.testkit.broker.differential.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes frames of a broker as text, without what differs from broker to broker: ports, addresses and texts about the
 * product. It does not use the decoders of the library, as the embedded broker uses its encoders.
 */
public final class FrameText {
    private static final Set<String> OWN_VALUES = Set.of(
            "product",
            "platform",
            "copyright",
            "information",
            "cluster_name",
            "version",
            "advertised_host",
            "advertised_port");

    private final String prefix;
    private final Coverage coverage;

    /** @param prefix of the names in the script, which is different each time */
    public FrameText(String prefix, Coverage coverage) {
        this.prefix = prefix;
        this.coverage = coverage;
    }

    /** A frame whose key and version have been read: an answer, Tune or Close. */
    public String text(int key, int version, ByteBuf body) {
        CommandKey command = CommandKey.of(key);
        String start = (command == null ? "key " + (key & 0x7fff) : name(command))
                + ((key & CommandKey.RESPONSE_BIT) == 0 ? "" : " answer")
                + (version == 1 ? "" : " version " + version);
        String content = ByteBufUtil.hexDump(body);
        try {
            String text = start + " " + (command == null ? content : content(command, key, body));
            return body.isReadable() ? text + " and " + ByteBufUtil.hexDump(body) : text;
        } catch (IndexOutOfBoundsException e) {
            return start + " unreadable " + content;
        }
    }

    private static String name(CommandKey command) {
        return command.name().toLowerCase(java.util.Locale.ROOT);
    }

    private String content(CommandKey command, int key, ByteBuf body) {
        if (command == CommandKey.TUNE) {
            return "frame max " + body.readUnsignedInt() + ", heartbeat " + body.readUnsignedInt();
        } else if (command == CommandKey.CREDIT) {
            return code(body) + " subscription " + body.readUnsignedByte();
        } else if (command == CommandKey.HEARTBEAT) {
            return "";
        }
        String id = "#" + body.readUnsignedInt() + " ";
        return id
                + switch (command) {
                    case METADATA -> metadata(body);
                    case CLOSE -> code(body) + ((key & CommandKey.RESPONSE_BIT) == 0 ? " " + string(body) : "");
                    case PEER_PROPERTIES -> code(body) + " " + map(body);
                    case OPEN -> code(body) + (body.isReadable() ? " " + map(body) : "");
                    case SASL_HANDSHAKE, ROUTE, PARTITIONS -> code(body) + " " + strings(body);
                    case QUERY_OFFSET, QUERY_PUBLISHER_SEQUENCE -> code(body) + " " + body.readLong();
                    case RESOLVE_OFFSET_SPEC ->
                        code(body) + " type " + body.readUnsignedShort() + " " + body.readLong();
                    case STREAM_STATS -> code(body) + " " + statistics(body);
                    case EXCHANGE_COMMAND_VERSIONS -> code(body) + " " + versions(body);
                    default -> code(body);
                };
    }

    String code(ByteBuf body) {
        ResponseCode code = ResponseCode.of(body.readUnsignedShort());
        coverage.received(code);
        return code.toString();
    }

    /** A string, with the prefix of the script shortened to {@code ~}. */
    public String string(ByteBuf body) {
        return body.readCharSequence(body.readUnsignedShort(), StandardCharsets.UTF_8)
                .toString()
                .replace(prefix, "~");
    }

    private List<String> strings(ByteBuf body) {
        List<String> strings = new java.util.ArrayList<>();
        for (long left = body.readUnsignedInt(); left > 0; left--) {
            strings.add(string(body));
        }
        return strings;
    }

    private Map<String, String> map(ByteBuf body) {
        Map<String, String> map = new TreeMap<>();
        for (long left = body.readUnsignedInt(); left > 0; left--) {
            String key = string(body);
            String value = string(body);
            map.put(key, OWN_VALUES.contains(key) ? "*" : value);
        }
        return map;
    }

    private Map<String, Long> statistics(ByteBuf body) {
        Map<String, Long> map = new TreeMap<>();
        for (long left = body.readUnsignedInt(); left > 0; left--) {
            map.put(string(body), body.readLong());
        }
        return map;
    }

    private static String versions(ByteBuf body) {
        StringBuilder text = new StringBuilder();
        for (long left = body.readUnsignedInt(); left > 0; left--) {
            text.append(body.readUnsignedShort()).append(':').append(body.readUnsignedShort());
            text.append('-').append(body.readUnsignedShort()).append(' ');
        }
        return text.toString();
    }

    /** The broker chooses the order of the streams and the references of the nodes, of which there is one. */
    private String metadata(ByteBuf body) {
        long brokers = body.readUnsignedInt();
        int node = -1;
        for (long left = brokers; left > 0; left--) {
            node = body.readUnsignedShort();
            string(body);
            body.skipBytes(4);
        }
        Set<String> streams = new TreeSet<>();
        long count = body.readUnsignedInt();
        for (long left = count; left > 0; left--) {
            String stream = string(body) + " " + code(body);
            int leader = body.readUnsignedShort();
            stream += " leader " + (leader == 0xffff ? "none" : leader == node ? "node" : "unknown");
            long replicas = body.readUnsignedInt();
            body.skipBytes((int) replicas * 2);
            streams.add(stream + ", " + replicas + " replicas");
        }
        return brokers + " nodes, " + count + " streams " + streams;
    }
}
