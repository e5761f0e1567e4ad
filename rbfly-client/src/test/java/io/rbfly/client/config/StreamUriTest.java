package io.rbfly.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.api.connection.Address;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamUriTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rabbitmq-stream://                           | localhost | 5552  | guest | guest  | /",
                "rabbitmq-stream:///                          | localhost | 5552  | guest | guest  | /",
                "rabbitmq-stream://host                       | host      | 5552  | guest | guest  | /",
                "rabbitmq-stream://host/                      | host      | 5552  | guest | guest  | /",
                "rabbitmq-stream://host:1                     | host      | 1     | guest | guest  | /",
                "rabbitmq-stream://host:65535/v               | host      | 65535 | guest | guest  | v",
                "rabbitmq-stream://host:/v                    | host      | 5552  | guest | guest  | v",
                "rabbitmq-stream:///v                         | localhost | 5552  | guest | guest  | v",
                "rabbitmq-stream://u:p@host                   | host      | 5552  | u     | p      | /",
                "rabbitmq-stream://u:p@                       | localhost | 5552  | u     | p      | /",
                "rabbitmq-stream://u@host                     | host      | 5552  | u     | ''     | /",
                "rabbitmq-stream://u:@host                    | host      | 5552  | u     | ''     | /",
                "rabbitmq-stream://u:p:q@host                 | host      | 5552  | u     | p:q    | /",
                "rabbitmq-stream://u%40x:p%2fq%25@host        | host      | 5552  | u@x   | p/q%   | /",
                "rabbitmq-stream://u:a+b@host                 | host      | 5552  | u     | a+b    | /",
                "rabbitmq-stream://u:p%c3%a4ss@host           | host      | 5552  | u     | päss   | /",
                "rabbitmq-stream://host/a%2fb                 | host      | 5552  | guest | guest  | a/b",
                "rabbitmq-stream://host/%2f                   | host      | 5552  | guest | guest  | /",
                "rabbitmq-stream://host/a/b                   | host      | 5552  | guest | guest  | a/b",
                "rabbitmq-stream://my_host.local:5553         | my_host.local | 5553 | guest | guest | /",
                "rabbitmq-stream://[::1]                      | ::1       | 5552  | guest | guest  | /",
                "rabbitmq-stream://u:p@[fe80::1]:5553/v       | fe80::1   | 5553  | u     | p      | v",
                "rabbitmq-stream://127.0.0.1:5553             | 127.0.0.1 | 5553  | guest | guest  | /"
            })
    void isRead(String text, String host, int port, String user, String password, String virtualHost) {
        assertThat(StreamUri.parse(text))
                .isEqualTo(new StreamUri(false, List.of(new Address(host, port)), user, password, virtualHost));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rabbitmq-stream://a,b                     | a:5552,b:5552       | guest | guest | /",
                "rabbitmq-stream://a:1,b,c:3/v             | a:1,b:5552,c:3      | guest | guest | v",
                "rabbitmq-stream+tls://a:1,b               | a:1,b:5551          | guest | guest | /",
                "rabbitmq-stream://u:p@a,[::1]:5553,[::2]/ | a:5552,[::1]:5553,[::2]:5552 | u | p | /",
                "rabbitmq-stream://u:p,q@a:1,b:2/a%2fb     | a:1,b:2             | u     | p,q   | a/b",
                "rabbitmq-stream://u,v@a                   | a:5552              | u,v   | ''    | /",
                "rabbitmq-stream://a,a:5552,b              | a:5552,b:5552       | guest | guest | /",
                "rabbitmq-stream://a/v,w                   | a:5552              | guest | guest | v,w"
            })
    void severalHostsAreRead(String text, String addresses, String user, String password, String virtualHost) {
        StreamUri uri = StreamUri.parse(text);

        assertThat(uri.addresses()).extracting(Address::toString).containsExactly(addresses.split(","));
        assertThat(uri.user()).isEqualTo(user);
        assertThat(uri.password()).isEqualTo(password);
        assertThat(uri.virtualHost()).isEqualTo(virtualHost);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rabbitmq-stream+tls://                 | localhost | 5551 | guest | guest | /",
                "rabbitmq-stream+tls://host             | host      | 5551 | guest | guest | /",
                "rabbitmq-stream+tls://host:/v          | host      | 5551 | guest | guest | v",
                "rabbitmq-stream+tls://[::1]            | ::1       | 5551 | guest | guest | /",
                "rabbitmq-stream+tls://u:p@host:5552/v  | host      | 5552 | u     | p     | v"
            })
    void isReadWithTls(String text, String host, int port, String user, String password, String virtualHost) {
        assertThat(StreamUri.parse(text))
                .isEqualTo(new StreamUri(true, List.of(new Address(host, port)), user, password, virtualHost));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rabbitmq-stream://a,",
                "rabbitmq-stream://,a",
                "rabbitmq-stream://a,,b",
                "rabbitmq-stream://a,b:port",
                "rabbitmq-stream://a,b:0",
                "rabbitmq-stream://a,[::1",
                "rabbitmq-stream://a,b?x",
                "",
                "localhost",
                "localhost:5552",
                "amqp://localhost",
                "amqp://",
                "rabbitmq-stream+ssl://localhost",
                "rabbitmq-stream+tls",
                "rabbitmq-stream:localhost",
                "rabbitmq-stream://host:0",
                "rabbitmq-stream://host:65536",
                "rabbitmq-stream://host:port",
                "rabbitmq-stream://host:-1",
                "rabbitmq-stream://host:1:2",
                "rabbitmq-stream://[::1]x",
                "rabbitmq-stream://[::1",
                "rabbitmq-stream://ho st",
                "rabbitmq-stream://host/v?x=1",
                "rabbitmq-stream://host/v#x",
                "rabbitmq-stream://u:%zz@host"
            })
    void isRefused(String text) {
        assertThatThrownBy(() -> StreamUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("URI")
                .hasMessageContaining("expected: rabbitmq-stream://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://user:s3cret@host",
                "user:s3cret@host",
                "s3cret",
                "rabbitmq-stream://user:s3cret@host:port",
                "rabbitmq-stream://user:s3cret@host,other:port",
                "rabbitmq-stream://user:s3cret@host,",
                "rabbitmq-stream://user:s3,s3cret/x@host",
                "rabbitmq-stream://user:s3cret @host",
                "rabbitmq-stream://user:s3cret%@host",
                "rabbitmq-stream://user:s3cret#x@host",
                "rabbitmq-stream://user:s3cret?x@host",
                "rabbitmq-stream://user:s3cret/x@host",
                "rabbitmq-stream://user:s3cret^x@host",
                "rabbitmq-stream+tls://user:s3cret@host:port"
            })
    void noMessageHasThePassword(String text) {
        assertThatThrownBy(() -> StreamUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void itsTextHasNoPassword() {
        assertThat(StreamUri.parse("rabbitmq-stream://user:s3cret@host:1/v"))
                .hasToString("rabbitmq-stream://user@host:1/v");
        assertThat(StreamUri.parse("rabbitmq-stream://user:s3cret@host:1,[::1]/v"))
                .hasToString("rabbitmq-stream://user@host:1,[::1]:5552/v");
        assertThat(StreamUri.parse("rabbitmq-stream+tls://user:s3cret@host"))
                .hasToString("rabbitmq-stream+tls://user@host:5551/");
    }
}
