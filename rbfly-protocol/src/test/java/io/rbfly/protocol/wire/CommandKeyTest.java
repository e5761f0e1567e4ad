package io.rbfly.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandKeyTest {
    @ParameterizedTest
    @CsvSource({
        "0x0001, DECLARE_PUBLISHER",
        "0x0002, PUBLISH",
        "0x0003, PUBLISH_CONFIRM",
        "0x0004, PUBLISH_ERROR",
        "0x0005, QUERY_PUBLISHER_SEQUENCE",
        "0x0006, DELETE_PUBLISHER",
        "0x0007, SUBSCRIBE",
        "0x0008, DELIVER",
        "0x0009, CREDIT",
        "0x000a, STORE_OFFSET",
        "0x000b, QUERY_OFFSET",
        "0x000c, UNSUBSCRIBE",
        "0x000d, CREATE",
        "0x000e, DELETE",
        "0x000f, METADATA",
        "0x0010, METADATA_UPDATE",
        "0x0011, PEER_PROPERTIES",
        "0x0012, SASL_HANDSHAKE",
        "0x0013, SASL_AUTHENTICATE",
        "0x0014, TUNE",
        "0x0015, OPEN",
        "0x0016, CLOSE",
        "0x0017, HEARTBEAT",
        "0x0018, ROUTE",
        "0x0019, PARTITIONS",
        "0x001a, CONSUMER_UPDATE",
        "0x001b, EXCHANGE_COMMAND_VERSIONS",
        "0x001c, STREAM_STATS",
        "0x001d, CREATE_SUPER_STREAM",
        "0x001e, DELETE_SUPER_STREAM",
        "0x001f, RESOLVE_OFFSET_SPEC"
    })
    void keyHasTheNumberOfTheProtocol(int number, CommandKey key) {
        assertThat(key.number()).isEqualTo(number);
        assertThat(CommandKey.of(number)).isSameAs(key);
        assertThat(CommandKey.of(number | 0x8000)).as("with response bit").isSameAs(key);
    }

    @Test
    void noKeyIsUntested() {
        assertThat(CommandKey.values()).hasSize(0x1f);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x20, 0x7fff, 0x8000, 0x8020, 0xffff, 0x10001, -1, Integer.MIN_VALUE})
    void otherNumbersHaveNoKey(int number) {
        assertThat(CommandKey.of(number)).isNull();
    }
}
