package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.AmqpType;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a hostile or broken peer may send as a value; the index counts from the start of the message. */
class MalformedValueTest {
    private static final String HEAD = "005377";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            string longer than input                 | a105 6869                | 3  | constructor 0xa1 goes on after the end
            list8 size past the end                  | c005 02 5401             | 3  | constructor 0xc0 goes on after the end
            list8, second item outside its size      | c003 02 5401 5402        | 8  | no section: starts with 0x54
            list8, octets after the last item        | c005 01 5401 5402        | 8  | 2 octets left after the last item
            list8 of size 0                          | c000                     | 5  | value of 1 octets, but 0 are left
            list8, size holds one of two items       | c003 02 5401             | 8  | value of 1 octets, but 0 are left
            list32 of 2^32-1 items in 5 octets       | d0 00000005 ffffffff 40  | 12 | count of 4294967295 items, but 1 octets
            list32 of 6 items in 5 octets            | d0 00000005 00000006 40  | 12 | count of 6 items, but 1 octets are left
            list32 too short for its count           | d0 00000003 000000       | 8  | value of 4 octets, but 3 are left
            unassigned 0x01, of no class             | 01                       | 3  | constructor 0x01 is not assigned
            unassigned 0x3f, of no class             | 3f                       | 3  | constructor 0x3f is not assigned
            unassigned 0x01 in a list                | c002 01 01               | 6  | constructor 0x01 is not assigned
            unassigned 0x57 cut                      | 57                       | 3  | constructor 0x57 goes on after the end
            unassigned 0xa2 longer than input        | a20261                   | 3  | constructor 0xa2 goes on after the end
            unassigned 0xc2 outside its list         | c003 01 c201             | 6  | constructor 0xc2 goes on after the end
            extension 0x4f cut                       | 4f                       | 3  | constructor 0x4f goes on after the end
            extension 0xaf without a size            | af01                     | 3  | constructor 0xaf goes on after the end
            map with odd count, longer than its list | c005 01 c104 03 40       | 7  | size of 4 octets, but 2 are left
            descriptor null, value missing           | c003 01 00 40            | 8  | value is missing
            descriptor missing                       | 00                       | 4  | value is missing
            described value missing                  | 00 5301                  | 6  | value is missing
            array of 2^32-1 ints                     | f0 00000005 ffffffff 71  | 3  | array of 4294967295 elements, but at most 0
            array32 of int, second one missing       | f0 00000009 00000002 71 00000001 | 3 | array of 2 elements, but at most 1
            array8 of size 1, no constructor         | e001 00                  | 6  | value of 1 octets, but 0 are left
            array8 of size 0                         | e000                     | 5  | value of 1 octets, but 0 are left
            array with octets after its elements     | e004 01 50 01 02         | 8  | 1 octets left after the last item
            array, descriptor without constructor    | e004 01 00 53 01         | 9  | value of 1 octets, but 0 are left
            array of binary, size past the end       | e003 01 a0 05            | 8  | value of 5 octets, but 0 are left
            binary of 2^32-1 octets                  | b0 ffffffff              | 3  | goes on after the end
            binary of 2^31-1 octets                  | b0 7fffffff              | 3  | goes on after the end
            binary of 2^32-1 octets in a list        | c006 01 b0 ffffffff      | 11 | value of 4294967295 octets, but 0
            double cut                               | 823ff8                   | 3  | constructor 0x82 goes on after the end
            uuid cut                                 | 980011                   | 3  | constructor 0x98 goes on after the end
            int cut in a list                        | c004 01 71 0000          | 7  | value of 4 octets, but 2 are left
            size cut                                 | b0 0000                  | 3  | constructor 0xb0 goes on after the end
            size missing                             | a1                       | 3  | constructor 0xa1 goes on after the end
            """)
    void isRefused(String name, String hex, int index, String reason) {
        assertThatExceptionOfType(AmqpDecodeException.class)
                .isThrownBy(() -> Hex.decoded(HEAD, hex).decodeAll())
                .satisfies(e -> assertThat(e.index()).isEqualTo(index))
                .withMessageContaining(reason)
                .withMessageEndingWith(" at index " + index);
    }

    @Test
    void aMillionDescriptorsAreRefused() {
        assertThatExceptionOfType(AmqpDecodeException.class)
                .isThrownBy(() -> Hex.decoded(HEAD, "00".repeat(1_000_000)).decodeAll());
        assertThatExceptionOfType(AmqpDecodeException.class)
                .isThrownBy(
                        () -> Hex.decoded(HEAD, "005301".repeat(300_000), "40").decodeAll())
                .withMessageContaining("deeper than 64 levels");
    }

    @Test
    void listsNestedTooDeepAreRefused() {
        assertThat(Hex.decoded(HEAD, nestedLists(64)).decodeAll().bodyType()).isEqualTo(BodyType.VALUE);
        assertThatExceptionOfType(AmqpDecodeException.class)
                .isThrownBy(() -> Hex.decoded(HEAD, nestedLists(65)).decodeAll())
                .withMessageContaining("deeper than 64 levels");
        assertThatExceptionOfType(AmqpDecodeException.class)
                .isThrownBy(() -> Hex.decoded(HEAD, nestedLists(20_000)).decodeAll())
                .withMessageContaining("deeper than 64 levels");
    }

    @Test
    void arraysNestedTooDeepAreRefused() {
        String hex = "71";
        int size = 1;
        for (int i = 0; i < 70; i++) {
            size += 9;
            hex = String.format("f0 %08x 00000001", size - 4) + hex;
        }
        String array = hex;

        assertThatExceptionOfType(AmqpDecodeException.class)
                .isThrownBy(() -> Hex.decoded(HEAD, array).decodeAll());
    }

    @Test
    void arrayDescribedTooOftenIsRefused() {
        int size = 5 + 65 * 3;
        String hex = String.format("f0 %08x 00000000", size) + "005301".repeat(65) + "40";

        assertThatExceptionOfType(AmqpDecodeException.class)
                .isThrownBy(() -> Hex.decoded(HEAD, hex).decodeAll())
                .withMessageContaining("described more than 64 times");
    }

    @Test
    void arrayOfManyElementsWithoutOctetsTakesNoSpaceForThem() {
        AmqpMessage message = Hex.decoded(HEAD, "e002 ff 40");

        assertThat(message.body()).isEqualTo(AmqpArray.of(AmqpType.NULL, Collections.nCopies(255, null)));
    }

    private static String nestedLists(int depth) {
        StringBuilder hex = new StringBuilder("45");
        int size = 1;
        for (int i = 0; i < depth; i++) {
            hex.insert(0, String.format("d0%08x00000001", size + 4));
            size += 9;
        }
        return hex.toString();
    }
}
