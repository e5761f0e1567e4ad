package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.codec.amqp.type.AmqpType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Octets that are no message, and sections with sizes and counts that contradict each other. */
class MalformedMessageTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            octets after the last section   | 005375a00178 40             | 6  | no section: starts with 0x40
            octets that look like a section | 005375a00178 7840           | 6  | no section: starts with 0x78
            no section but an int           | 5401                        | 0  | no section: starts with 0x54
            no section but a string         | a10568656c6c6f              | 0  | no section: starts with 0xa1
            no AMQP but text                | 68656c6c6f                  | 0  | no section: starts with 0x68
            unknown section                 | 005379a00178                | 0  | unknown section 121
            unknown section before a body   | 00536fa00178 005375a00178   | 0  | unknown section 111
            unknown section with a symbol   | 00a30161a00178              | 0  | unknown section a
            section with a huge descriptor  | 008001000000000000 75a00178 | 0  | unknown section
            section with a null descriptor  | 0040a00178                  | 1  | descriptor has constructor 0x40
            section with only a descriptor  | 005375                      | 3  | value of 1 octets, but 0 are left
            long descriptor and no more     | 00800000000000000075        | 10 | value of 1 octets, but 0 are left
            data with a string              | 005375a10178                | 3  | data section has a value with constructor 0xa1
            sequence with a map             | 005376c10100                | 3  | amqp-sequence section has a value with
            header with a map               | 005370c10100 005375a00178   | 3  | header section has a value with constructor 0xc1
            properties with null            | 00537340 005375a00178       | 3  | properties section has a value with
            annotations with a list         | 00537245 005375a00178       | 3  | message-annotations section has a value with
            data, then a value              | 005375a00178 005377a10178   | 6  | amqp-value section after data section
            value, then data                | 005377a10178 005375a00178   | 6  | data section after amqp-value section
            two values                      | 005377a10161 005377a10162   | 6  | amqp-value section after amqp-value section
            sequence, then data             | 00537645 005375a00178       | 4  | data section after amqp-sequence section
            properties after the body       | 005375a00178 005373c00401a10131 | 6 | properties section after data section
            properties twice | 005373c00401a10131 005373c00401a10132 005375a00178 | 9 | properties section after properties
            header after annotations        | 005372c10100 00537045 005375a00178 | 6 | header section after message-annotations
            two footers      | 005375a00178 005378c10100 005378c10100    | 12 | footer section after footer section
            body after the footer | 005375a00178 005378c10100 005375a00178 | 12 | data section after footer section
            footer before the body          | 005378c10100 005375a00178   | 6  | data section after footer section
            footer without a body           | 005378c10100                | 0  | message has no body
            properties without a body       | 005373c00401a10131          | 9  | message has no body
            nothing at all                  | ''                          | 0  | message has no body
            """)
    void isRefusedWhenDecoded(String name, String hex, int index, String reason) {
        assertThatExceptionOfType(AmqpDecodeException.class)
                .isThrownBy(() -> Hex.decoded(hex))
                .satisfies(e -> assertThat(e.index()).isEqualTo(index))
                .withMessageContaining(reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            header of size 0            | 005370c000                      | 5  | value of 1 octets, but 0 are left
            items after the fields      | 005370c0030141 42               | 7  | 1 octets left after the last item
            string longer than its list | 005373c00401a10531              | 8  | value of 5 octets, but 1 are left
            list cut in properties      | 005373c00401c00231              | 7  | size of 2 octets, but 1 are left
            property of no known length | 005374c10502a1016b01            | 9  | constructor 0x01 is not assigned
            annotation of no known end  | 005372c10602a3016bc005          | 10 | size of 5 octets, but 0 are left
            odd count of properties     | 005374c10401a1016b              | 3  | map has a key without a value
            """)
    void isRefusedWhenTheSectionIsRead(String name, String hex, int index, String reason) {
        AmqpMessage message = Hex.decoded(hex, "005375a00178");

        assertThat(message.body()).isEqualTo(new byte[] {'x'});
        assertThatExceptionOfType(AmqpDecodeException.class)
                .isThrownBy(message::decodeAll)
                .satisfies(e -> assertThat(e.index()).isEqualTo(index))
                .withMessageContaining(reason);
    }

    /** Two vectors of RbFly for Python: it does not look at the size of a list, which is one too low in both. */
    @ParameterizedTest
    @CsvSource({"005370c005 05 41 40404040 005377 41, 10", "005370c007 03 4140 700001f7e8 005377 41, 12"})
    void isRefusedWhenAHeaderIsLongerThanItsSize(String hex, int index) {
        assertThatExceptionOfType(AmqpDecodeException.class)
                .isThrownBy(() -> Hex.decoded(hex))
                .withMessageContaining("no section")
                .satisfies(e -> assertThat(e.index()).isEqualTo(index));
    }

    @Test
    void reservedNumericAnnotationKeysAreKept() {
        AmqpMessage message = Hex.decoded("005372c1050253075401 005375a00178");

        assertThat(AmqpType.ULONG.holds(
                        message.messageAnnotations().keySet().iterator().next()))
                .isTrue();
        assertThat(Hex.encoded(message.toBuilder().build())).isEqualTo("005372c1050253075401005375a00178");
    }

    @Test
    void tooManyBodySectionsAreRefused() {
        assertThat(Hex.decoded("00537645".repeat(10_000)).bodySections()).hasSize(10_000);
        assertThatExceptionOfType(AmqpDecodeException.class)
                .isThrownBy(() -> Hex.decoded("00537645".repeat(10_001)))
                .withMessageContaining("more than 10000 sections");
    }

    @Test
    void aMalformedMessageIsEqualOnlyToTheSameOctets() {
        AmqpMessage message = Hex.decoded("005377 c003014040");

        assertThat(message)
                .isEqualTo(Hex.decoded("005377 c003014040"))
                .hasSameHashCodeAs(Hex.decoded("005377c003014040"));
        assertThat(message).isNotEqualTo(Hex.decoded("005377 d000000006000000014040"));
        assertThat(message).hasToString("AmqpMessage[malformed: 1 octets left after the last item at index 7]");
        assertThat(List.of(message)).isNotEqualTo(List.of(AmqpMessage.of("a")));
    }
}
