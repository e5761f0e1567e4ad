package io.rbfly.protocol.command.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerPropertiesTest {
    private static final PeerProperties PROPERTIES = new PeerProperties(Map.of("product", "demo"));

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            0000001b             # size
            0011 0001            # PeerProperties, version 1
            00000001             # correlation id
            00000001             # properties
            0007 70726f64756374  # property: product
            0004 64656d6f        # value: demo
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000001f               # size
            8011 0001              # PeerProperties, version 1
            00000001               # correlation id
            0001                   # code: ok
            00000001               # properties
            0007 76657273696f6e    # property: version
            0006 332e31302e38      # value: 3.10.8
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(1, PROPERTIES);
        REPLY.answers(PROPERTIES, 1, new PeerProperties.Reply(ResponseCode.OK, Map.of("version", "3.10.8")));
    }

    @Test
    void propertiesKeepTheirOrder() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("product", "test-product");
        properties.put("platform", "Python");
        SampleFrame.fromClient("""
                        00000035   # size
                        0011 0001  # PeerProperties, version 1
                        00000001   # correlation id
                        00000002   # properties
                        0007 70726f64756374            # product
                        000c 746573742d70726f64756374  # test-product
                        0008 706c6174666f726d          # platform
                        0006 507974686f6e              # Python
                        """).matches(1, new PeerProperties(properties));
    }

    @Test
    void noPropertiesAreCountedAsZero() {
        PeerProperties nothing = new PeerProperties(Map.of());
        SampleFrame.fromClient("0000000c 0011 0001 00000001 00000000").matches(1, nothing);
        SampleFrame.fromBroker("0000000e 8011 0001 00000001 0001 00000000")
                .answers(nothing, 1, new PeerProperties.Reply(ResponseCode.OK, Map.of()));
    }

    @Test
    void emptyStringsAreRead() {
        assertThat(REQUEST.with("property", "0000")
                        .with("value", "0000")
                        .decode()
                        .command())
                .isEqualTo(new PeerProperties(Map.of("", "")));
    }

    @Test
    void propertiesAreCopied() {
        Map<String, String> properties = new LinkedHashMap<>(PROPERTIES.properties());
        PeerProperties copy = new PeerProperties(properties);
        properties.clear();
        assertThat(copy.properties()).containsExactly(entry("product", "demo"));
    }

    @Test
    void newCodeIsUnknown() {
        assertThat(REPLY.with("code", "0000").decode().command())
                .isEqualTo(new PeerProperties.Reply(ResponseCode.of(0), Map.of("version", "3.10.8")));
    }

    @Test
    void cutFramesAreRefused() {
        REQUEST.isRefusedWhenCut();
        REPLY.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        REQUEST.ignoresTrailingBytes();
        REPLY.ignoresTrailingBytes();
    }

    @Test
    void badStringsAndCountsAreRefused() {
        REQUEST.refusesBadStringsAs("property");
        REQUEST.refusesBadStringsAs("value");
        REQUEST.refusesBadCountsAs("properties");
        REQUEST.with("properties", "00000002").isRefused();
        REPLY.refusesBadStringsAs("property");
        REPLY.refusesBadStringsAs("value");
        REPLY.refusesBadCountsAs("properties");
        REPLY.with("properties", "00000002").isRefused();
    }
}
