package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessagePropertiesTest {
    @Test
    void givesBackEachField() {
        MessageProperties properties = MessageVector.allProperties();

        assertThat(properties.messageId()).isEqualTo(new byte[] {1, 2});
        assertThat(properties.userId()).isEqualTo(MessageVector.utf8("guest"));
        assertThat(properties.to()).isEqualTo("t");
        assertThat(properties.subject()).isEqualTo("s");
        assertThat(properties.replyTo()).isEqualTo("r");
        assertThat(properties.correlationId()).isEqualTo("c");
        assertThat(properties.contentType()).isEqualTo("text/plain");
        assertThat(properties.contentEncoding()).isEqualTo("gzip");
        assertThat(properties.absoluteExpiryTime()).isEqualTo(Instant.ofEpochMilli(1700000001000L));
        assertThat(properties.creationTime()).isEqualTo(Instant.ofEpochMilli(1700000000000L));
        assertThat(properties.groupId()).isEqualTo("g");
        assertThat(properties.groupSequence()).isEqualTo(UnsignedInt.of(7));
        assertThat(properties.replyToGroupId()).isEqualTo("rg");
        assertThat(properties)
                .isEqualTo(properties.toBuilder().build())
                .hasSameHashCodeAs(MessageVector.allProperties());
    }

    @Test
    void hasIdsOfFourTypes() {
        UUID uuid = new UUID(1, 2);

        assertThat(MessageProperties.builder()
                        .messageId(UnsignedLong.of(1))
                        .correlationId(uuid)
                        .build())
                .hasToString("{message-id=1, correlation-id=00000000-0000-0001-0000-000000000002}");
        assertThat(MessageProperties.builder()
                        .messageId(uuid)
                        .correlationId(new byte[] {1})
                        .build()
                        .correlationId())
                .isEqualTo(new byte[] {1});
        assertThat(MessageProperties.builder()
                        .correlationId(UnsignedLong.of(5))
                        .build()
                        .correlationId())
                .isEqualTo(UnsignedLong.of(5));
    }

    @Test
    void isEmptyWhenEachFieldWasRemoved() {
        MessageProperties properties = MessageProperties.builder()
                .subject("s")
                .contentType("t")
                .subject(null)
                .contentType(null)
                .build();

        assertThat(properties).isSameAs(MessageProperties.EMPTY).hasToString("{}");
    }

    @Test
    void isNotChangedByItsBuilder() {
        MessagePropertiesBuilder builder = MessageProperties.builder().groupId("a");
        MessageProperties properties = builder.build();
        builder.groupId("b");

        assertThat(properties.groupId()).isEqualTo("a");
    }

    @Test
    void refusesAContentTypeThatIsNotAscii() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageProperties.builder().contentType("text/é"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageProperties.builder().contentEncoding("é"));
    }
}
