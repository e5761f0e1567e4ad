package io.rbfly.protocol.command.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.api.Test;

class SaslAuthenticateTest {
    private static final SaslAuthenticate AUTHENTICATE =
            new SaslAuthenticate("PLAIN", Hex.bytes("00 6775657374 00 6775657374"));

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            0000001f         # size
            0013 0001        # SaslAuthenticate, version 1
            00000003         # correlation id
            0005 504c41494e  # mechanism: PLAIN
            0000000c         # length
            00 6775657374 00 6775657374  # data: NUL guest NUL guest
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000000a   # size
            8013 0001  # SaslAuthenticate, version 1
            00000003   # correlation id
            0001       # code: ok
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(3, AUTHENTICATE);
        REPLY.answers(AUTHENTICATE, 3, new SaslAuthenticate.Reply(ResponseCode.OK));
    }

    @Test
    void requestOfPythonsRbflyIsWrittenAndRead() {
        SampleFrame.fromClient("0000001c 0013 0001 00000003 0005 504c41494e 00000009 006162630078797a74")
                .matches(3, new SaslAuthenticate("PLAIN", Hex.bytes("00 616263 00 78797a74")));
    }

    @Test
    void noDataIsWrittenAsEmptyAndNullIsReadAsEmpty() {
        SampleFrame external = SampleFrame.fromClient("""
                00000016                 # size
                0013 0001                # SaslAuthenticate, version 1
                00000003                 # correlation id
                0008 45585445524e414c    # mechanism: EXTERNAL
                00000000                 # length
                """);
        SaslAuthenticate noData = new SaslAuthenticate("EXTERNAL", new byte[0]);
        external.matches(3, noData);
        assertThat(external.with("length", "ffffffff").decode().command()).isEqualTo(noData);
    }

    @Test
    void passwordIsNotPrinted() {
        assertThat(AUTHENTICATE).hasToString("SaslAuthenticate[mechanism=PLAIN, data of 12 bytes]");
        assertThat(new Frame(3, AUTHENTICATE).toString())
                .doesNotContain("guest", "103, 117", "6775657374")
                .contains("data of 12 bytes");
    }

    @Test
    void challengeIsNotRead() {
        assertThat(REPLY.with("code", "000a 00000002 6162").decode().command())
                .isEqualTo(new SaslAuthenticate.Reply(ResponseCode.SASL_CHALLENGE));
    }

    @Test
    void newCodeIsUnknown() {
        assertThat(REPLY.with("code", "0016").decode().command())
                .isEqualTo(new SaslAuthenticate.Reply(ResponseCode.of(0x16)));
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
    void badMechanismIsRefused() {
        REQUEST.refusesBadStringsAs("mechanism");
    }

    @Test
    void badLengthOfDataIsRefused() {
        REQUEST.with("length", "fffffffe").isRefused();
        REQUEST.with("length", "80000000").isRefused();
        REQUEST.with("length", "7fffffff").isRefused();
        REQUEST.with("length", "0000000d").isRefused();
    }

    @Test
    void requestsAreEqualByTheirData() {
        SaslAuthenticate same =
                new SaslAuthenticate("PLAIN", AUTHENTICATE.data().clone());
        assertThat(AUTHENTICATE).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(AUTHENTICATE).isNotEqualTo(new SaslAuthenticate("PLAIN", new byte[12]));
        assertThat(AUTHENTICATE).isNotEqualTo(new SaslAuthenticate("AMQPLAIN", AUTHENTICATE.data()));
    }
}
