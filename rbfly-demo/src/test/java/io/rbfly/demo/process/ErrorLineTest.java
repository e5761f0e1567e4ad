package io.rbfly.demo.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.error.TlsException;
import io.rbfly.client.api.error.UnsupportedException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorLineTest {
    private static final String URI = "rabbitmq-stream://alice:secret@rabbit.example:7777/sales";

    private final ErrorLine line = new ErrorLine(URI, host -> false);

    @Test
    void saysThatNothingListens() {
        assertThat(line.of(new CompletionException(refused())))
                .isEqualTo("rbfly-demo: no RabbitMQ with streams at rabbit.example:7777 (Connection refused)");
    }

    @Test
    void namesTheAddressOnce() {
        ConnectionException error = new ConnectionException(
                "cannot connect to rabbit.example:7777: Connection refused (is a broker listening there?)", null);

        assertThat(line.of(error))
                .isEqualTo("rbfly-demo: cannot connect to rabbit.example:7777: Connection refused"
                        + " (is a broker listening there?)");
    }

    @Test
    void saysHowToEnableStreamsWhereOnlyTheyAreMissing() {
        ErrorLine withAmqp = new ErrorLine("rabbitmq-stream://rabbit.example", "rabbit.example"::equals);

        assertThat(withAmqp.of(refused()))
                .contains(
                        "rabbit.example:5552", "RabbitMQ is running there", "rabbitmq-plugins enable rabbitmq_stream");
    }

    @Test
    void saysThatThePortIsTheOneOfAmqp() {
        ErrorLine withAmqp = new ErrorLine("rabbitmq-stream://rabbit.example:5672", host -> true);

        assertThat(withAmqp.of(refused())).contains("rabbit.example:5672 is the AMQP port", "5552");
    }

    @Test
    void saysWhatABrokerIsTooOldFor() {
        assertThat(line.of(new UnsupportedException("creating super streams", "3.13")))
                .isEqualTo("rbfly-demo: the broker is too old for creating super streams"
                        + " (expected: RabbitMQ 3.13 or later); --embedded needs no RabbitMQ");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9}) // AUTHENTICATION_FAILURE and SASL_ERROR
    void saysThatUserOrPasswordIsWrong(int code) {
        assertThat(line.of(broker(ErrorCode.of(code))))
                .isEqualTo(
                        "rbfly-demo: RabbitMQ at rabbit.example:7777 refuses user 'alice': user or password is wrong");
    }

    @Test
    void saysThatTheUserMayComeFromTheSameMachineOnly() {
        assertThat(line.of(broker(ErrorCode.AUTHENTICATION_FAILURE_LOOPBACK))).contains("'alice'", "own machine only");
    }

    @Test
    void saysThatTheVirtualHostIsUnknown() {
        assertThat(line.of(broker(ErrorCode.VIRTUAL_HOST_ACCESS_FAILURE)))
                .isEqualTo("rbfly-demo: RabbitMQ at rabbit.example:7777 has no virtual host 'sales' for user 'alice'");
    }

    @Test
    void saysWhatElseTheBrokerRefuses() {
        assertThat(line.of(broker(ErrorCode.ACCESS_REFUSED))).contains("refuses: create stream: access refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "rabbit mq",
                "rabbitmq-stream://host:port:port",
                "",
                "rabbitmq-stream://h:99999"
            })
    void saysThatAUriIsMalformed(String uri) {
        String said = "nothing";
        try {
            StreamsClient.builder(uri);
        } catch (IllegalArgumentException e) {
            said = new ErrorLine(uri, host -> false).of(e);
        }

        assertThat(said)
                .startsWith("rbfly-demo: ")
                .contains("expected: rabbitmq-stream://user:password@host:port/vhost");
        assertThat(said.lines()).hasSize(1);
    }

    @Test
    void findsTheCauseOfWhatFailedInAHandler() {
        StreamException inHandler =
                new HandlerException("handler", "demo", 17, new CompletionException(new OutOfMemoryError("heap")));

        assertThat(line.of(new CompletionException(inHandler))).startsWith("rbfly-demo: not enough memory");
    }

    @Test
    void ofSeveralHostsItNamesAllAndNoPassword() {
        ErrorLine several = new ErrorLine("rabbitmq-stream://me:secret@one,two:5553/shop", host -> false);

        assertThat(several.of(new ConnectionException("cannot connect to one:5552: unknown host", null)))
                .isEqualTo(
                        "rbfly-demo: no RabbitMQ with streams can be reached: cannot connect to one:5552: unknown host");
        assertThat(several.of(new BrokerException("user", ErrorCode.AUTHENTICATION_FAILURE)))
                .isEqualTo("rbfly-demo: RabbitMQ at one,two:5553 refuses user 'me': user or password is wrong");
    }

    @Test
    void hasTheWordsOfATlsRefusal() {
        assertThat(line.of(new TlsException("cannot connect to host:5551: the broker's certificate has expired", null)))
                .isEqualTo("rbfly-demo: cannot connect to host:5551: the broker's certificate has expired");
    }

    @Test
    void isOneLineWhateverTheMessage() {
        assertThat(line.of(new IOException("disk\n  is\r\nfull"))).isEqualTo("rbfly-demo: disk; is; full");
        assertThat(line.of(new IllegalStateException())).isEqualTo("rbfly-demo: java.lang.IllegalStateException");
    }

    @Test
    void neverShowsThePassword() {
        assertThat(line.of(broker(ErrorCode.AUTHENTICATION_FAILURE))).doesNotContain("secret");
        assertThat(line.of(refused())).doesNotContain("secret");
    }

    @Test
    void hasAReasonForWhatTookTooLong() {
        assertThat(ErrorLine.reason(new CompletionException(new TimeoutException())))
                .isEqualTo("no answer in time");
    }

    private static ConnectionException refused() {
        return new ConnectionException("Connection refused", null);
    }

    private static BrokerException broker(ErrorCode code) {
        return new BrokerException("create stream", code);
    }
}
