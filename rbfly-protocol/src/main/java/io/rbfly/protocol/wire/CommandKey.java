package io.rbfly.protocol.wire;

import org.jspecify.annotations.Nullable;

/** The commands and their numbers, section 2 of the protocol. Bit 15 of a key on the wire marks a response. */
public enum CommandKey {
    DECLARE_PUBLISHER(0x01),
    PUBLISH(0x02),
    PUBLISH_CONFIRM(0x03),
    PUBLISH_ERROR(0x04),
    QUERY_PUBLISHER_SEQUENCE(0x05),
    DELETE_PUBLISHER(0x06),
    SUBSCRIBE(0x07),
    DELIVER(0x08),
    CREDIT(0x09),
    STORE_OFFSET(0x0a),
    QUERY_OFFSET(0x0b),
    UNSUBSCRIBE(0x0c),
    CREATE(0x0d),
    DELETE(0x0e),
    METADATA(0x0f),
    METADATA_UPDATE(0x10),
    PEER_PROPERTIES(0x11),
    SASL_HANDSHAKE(0x12),
    SASL_AUTHENTICATE(0x13),
    TUNE(0x14),
    OPEN(0x15),
    CLOSE(0x16),
    HEARTBEAT(0x17),
    ROUTE(0x18),
    PARTITIONS(0x19),
    CONSUMER_UPDATE(0x1a),
    EXCHANGE_COMMAND_VERSIONS(0x1b),
    STREAM_STATS(0x1c),
    CREATE_SUPER_STREAM(0x1d),
    DELETE_SUPER_STREAM(0x1e),
    RESOLVE_OFFSET_SPEC(0x1f);

    /** Set in the key of a response. */
    public static final int RESPONSE_BIT = 0x8000;

    private static final int HIGHEST_NUMBER = 0x1f;
    private static final @Nullable CommandKey[] BY_NUMBER = byNumber();

    private final int number;

    CommandKey(int number) {
        this.number = number;
    }

    /** The number on the wire, without the response bit. */
    public int number() {
        return number;
    }

    /** The command with a number, null if this library does not know it. The response bit is ignored. */
    public static @Nullable CommandKey of(int key) {
        int number = key & ~RESPONSE_BIT;
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    private static @Nullable CommandKey[] byNumber() {
        @Nullable CommandKey[] keys = new CommandKey[HIGHEST_NUMBER + 1];
        for (CommandKey key : values()) {
            if (keys[key.number] != null) {
                throw new IllegalStateException(key + " and " + keys[key.number] + " have one number");
            }
            keys[key.number] = key;
        }
        return keys;
    }
}
