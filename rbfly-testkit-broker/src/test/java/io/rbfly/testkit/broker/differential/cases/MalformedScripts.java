package io.rbfly.testkit.broker.differential.cases;

import static io.rbfly.testkit.broker.differential.script.Connections.answerClose;
import static io.rbfly.testkit.broker.differential.script.Connections.probe;
import static io.rbfly.testkit.broker.differential.script.Connections.raw;

import io.rbfly.testkit.broker.differential.script.Commands;
import io.rbfly.testkit.broker.differential.script.Data;
import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.broker.differential.script.Step;
import io.rbfly.testkit.broker.differential.wire.FrameBytes;
import io.rbfly.testkit.broker.differential.wire.Offset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Frames that no client sends, each on an open connection with a publisher and a subscription. */
public final class MalformedScripts {
    private static final String C = "A";
    private static final int REQUEST = 1;

    private MalformedScripts() {}

    public static List<Script> all() {
        List<Script> scripts = new ArrayList<>();
        unknown(scripts);
        incomplete(scripts);
        fields(scripts);
        sizes(scripts);
        scripts.add(Script.of(
                "answer to Close behind another frame",
                raw(C, "unknown key", client -> client.frame(0x63, 1).toBytes()),
                raw(
                        C,
                        "heartbeat and answer",
                        client -> client.frame(0x17, 1)
                                .raw(client.frame(0x8016, 1).u32(1).u16(1).toBytes())
                                .toBytes(4)),
                answerClose(C)));
        return scripts;
    }

    private static void unknown(List<Script> scripts) {
        for (int key : List.of(0, 0x20, 0x63, 0x7fff, 0x8000, 0x8063, 0xffff)) {
            scripts.add(frame("key " + Integer.toHexString(key), key, 1, frame -> frame.u32(REQUEST)));
        }
        for (int key : List.of(0x03, 0x04, 0x08, 0x10)) {
            scripts.add(frame(
                    "frame of a broker " + key, key, 1, frame -> frame.u8(1).u32(0)));
        }
        for (int key : List.of(0x11, 0x12, 0x14, 0x15)) {
            scripts.add(frame("frame of the handshake " + key, key, 1, frame -> frame.u32(REQUEST)));
        }
        scripts.add(frame(
                "properties after Open", 0x11, 1, frame -> frame.u32(REQUEST).map(Map.of())));
        scripts.add(
                frame("tune after Open", 0x14, 1, frame -> frame.u32(1 << 20).u32(60)));
        scripts.add(
                frame("Open after Open", 0x15, 1, frame -> frame.u32(REQUEST).string("/")));
        for (int key : List.of(0x01, 0x05, 0x0f, 0x1c)) {
            scripts.add(frame(
                    "answer of a broker " + key,
                    0x8000 | key,
                    1,
                    frame -> frame.u32(REQUEST).u16(1)));
        }
        for (int version : List.of(0, 2, 3)) {
            scripts.add(frame(
                    "declare of version " + version,
                    1,
                    version,
                    frame -> frame.u32(REQUEST).u8(9).string("").string("~s")));
        }
        for (int version : List.of(0, 3)) {
            scripts.add(frame(
                    "publish of version " + version,
                    2,
                    version,
                    frame -> frame.u8(1).u32(1).u64(1).octets(new byte[1])));
        }
        scripts.add(frame("heartbeat of version 2", 0x17, 2, frame -> frame));
        scripts.add(frame("heartbeat with a body", 0x17, 1, frame -> frame.u32(1)));
        scripts.add(frame("heartbeat", 0x17, 1, frame -> frame));
        scripts.add(frame("heartbeat answer", 0x8017, 1, frame -> frame));
    }

    private static void incomplete(List<Script> scripts) {
        for (int key = 0x01; key <= 0x1f; key++) {
            scripts.add(frame("nothing but key " + key, key, 1, frame -> frame));
        }
        scripts.add(frame(
                "string that ends early",
                0x0d,
                1,
                frame -> frame.u32(REQUEST).u16(10).hex("6162")));
        scripts.add(frame("credit without a number", 0x09, 1, frame -> frame.u8(1)));
        scripts.add(frame(
                "subscribe without credit",
                0x07,
                1,
                frame -> frame.u32(REQUEST).u8(9).string("~s").u16(1)));
        scripts.add(
                frame("publish without entries", 0x02, 1, frame -> frame.u8(1).u32(0)));
        scripts.add(frame("publish without count", 0x02, 1, frame -> frame.u8(1)));
        scripts.add(frame(
                "entry that ends early",
                0x02,
                1,
                frame -> frame.u8(1).u32(1).u64(1).u32(9).hex("61")));
        scripts.add(frame(
                "entry without length", 0x02, 1, frame -> frame.u8(1).u32(1).u64(1)));
        scripts.add(frame(
                "batch without data",
                0x02,
                1,
                frame -> frame.u8(1).u32(1).u64(1).hex("80 0001")));
        scripts.add(frame(
                "batch in version 2",
                0x02,
                2,
                frame -> frame.u8(1).u32(1).u64(1).u16(-1).hex("80 0001 00000005 00000005 00000001 61")));
        scripts.add(frame(
                "incomplete entry for unknown publisher",
                0x02,
                1,
                frame -> frame.u8(8).u32(1).u64(1).u32(9)));
    }

    private static void fields(List<Script> scripts) {
        scripts.add(frame(
                "bytes after the last field",
                0x0e,
                1,
                frame -> frame.u32(REQUEST).string("~no").u8(0)));
        scripts.add(frame(
                "bytes after Metadata",
                0x0f,
                1,
                frame -> frame.u32(REQUEST).strings(List.of("~s")).u8(0)));
        scripts.add(
                frame("bytes after Credit", 0x09, 1, frame -> frame.u8(1).u16(1).u8(0)));
        scripts.add(frame(
                "bytes after StoreOffset",
                0x0a,
                1,
                frame -> frame.string("r").string("~s").u64(1).u8(0)));
        scripts.add(frame("null stream", 0x0e, 1, frame -> frame.u32(REQUEST).string(null)));
        scripts.add(frame(
                "null reference",
                0x01,
                1,
                frame -> frame.u32(REQUEST).u8(9).string(null).string("~s")));
        scripts.add(frame(
                "array with too high a count",
                0x0f,
                1,
                frame -> frame.u32(REQUEST).u32(2).string("~s")));
        scripts.add(frame(
                "array with too low a count",
                0x0f,
                1,
                frame -> frame.u32(REQUEST).u32(1).string("~s").string("~t")));
        scripts.add(frame(
                "array with a negative count",
                0x0f,
                1,
                frame -> frame.u32(REQUEST).u32(-1)));
        scripts.add(frame(
                "map with a wrong count",
                0x0d,
                1,
                frame ->
                        frame.u32(REQUEST).string("~s").u32(7).string("max-age").string("1h")));
        scripts.add(frame(
                "map with an incomplete pair",
                0x0d,
                1,
                frame -> frame.u32(REQUEST).string("~s").u32(1).string("max-age")));
        scripts.add(frame(
                "publish with too high a count",
                0x02,
                1,
                frame -> frame.u8(1).u32(5).u64(1).octets(new byte[1])));
        scripts.add(frame(
                "publish with too low a count",
                0x02,
                1,
                frame -> frame.u8(1).u32(1).u64(1).octets(new byte[1]).u64(2).octets(new byte[1])));
        for (int type : List.of(0, 6, 9, 0xffff)) {
            scripts.add(frame(
                    "subscribe from type " + type,
                    0x07,
                    1,
                    frame -> frame.u32(REQUEST).u8(9).string("~s").u16(type).u16(10)));
            scripts.add(frame(
                    "resolve type " + type,
                    0x1f,
                    1,
                    frame -> frame.u32(REQUEST).string("~s").u16(type)));
            scripts.add(frame(
                    "update answer of type " + type,
                    0x801a,
                    1,
                    frame -> frame.u32(99).u16(1).u16(type)));
        }
        scripts.add(frame(
                "update answer with a code only",
                0x801a,
                1,
                frame -> frame.u32(99).u16(1)));
        scripts.add(frame(
                "name that is not UTF-8",
                0x0f,
                1,
                frame -> frame.u32(REQUEST).u32(1).hex("0003 ff41fe")));
        scripts.add(frame(
                "close with any code",
                0x16,
                1,
                frame -> frame.u32(REQUEST).u16(4711).string("because")));
        scripts.add(frame(
                "versions without keys", 0x1b, 1, frame -> frame.u32(REQUEST).u32(0)));
        scripts.add(frame(
                "versions of an unknown key",
                0x1b,
                1,
                frame -> frame.u32(REQUEST).u32(1).u16(99).u16(1).u16(1)));
    }

    private static void sizes(List<Script> scripts) {
        for (int size = 0; size < 4; size++) {
            byte[] bytes = new byte[4 + size];
            bytes[3] = (byte) size;
            scripts.add(script("frame of " + size + " bytes", raw(C, "frame of " + size, client -> bytes)));
        }
        scripts.add(script(
                "frame of a negative size",
                raw(C, "frame of -1 bytes", client -> client.frame(1, 1).toBytes(-1))));
        scripts.add(script(
                "frame that is announced too large",
                raw(C, "start of a large frame", client -> client.frame(1, 1).toBytes((1 << 20) + 1))));
        for (int length : List.of(1_048_555, 1_048_556)) {
            scripts.add(script(
                    "message of " + length + " bytes",
                    Data.entries(
                            C,
                            "publish " + length + " bytes",
                            1,
                            1,
                            1,
                            frame -> frame.u64(1).octets(new byte[length]))));
        }
    }

    private static Script frame(String name, int key, int version, UnaryOperator<FrameBytes> body) {
        return script(
                name,
                raw(C, name, client -> body.apply(client.frame(key, version)).toBytes()));
    }

    private static Script script(String name, Step step) {
        return Script.of(
                "malformed: " + name,
                Commands.create(C, "~s"),
                Commands.declare(C, 1, "", "~s"),
                Data.subscribe(C, 1, "~s", Offset.FIRST, 10),
                step,
                probe(C),
                answerClose(C));
    }
}
