package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
            map with odd count                       | c104 03 404040           | 3  | map has a key without a value: 3 items
            map with the same key twice              | c10b 04 a10161 5401 a10161 5402 | 3 | map has the same key twice
            map with the same number in two widths   | c10a 04 5401 40 7100000001 40   | 3 | map has the same key twice
            map with the same octets twice           | c109 04 a00161 40 a00161 40     | 3 | map has the same key twice
            map with null twice                      | c105 04 40 41 40 42             | 3 | map has the same key twice
            unassigned 0x46                          | 46                       | 3  | constructor 0x46 is not assigned
            unassigned 0x57                          | 5700                     | 3  | constructor 0x57 is not assigned
            unassigned 0xa2                          | a20161                   | 3  | constructor 0xa2 is not assigned
            unassigned 0xc2                          | c20100                   | 3  | constructor 0xc2 is not assigned
            extension 0x4f                           | 4f00                     | 3  | constructor 0x4f is not assigned
            unassigned 0x01                          | 01                       | 3  | constructor 0x01 is not assigned
            unassigned in a list                     | c002 01 46               | 6  | constructor 0x46 is not assigned
            descriptor missing                       | 00                       | 4  | value is missing
            described value missing                  | 00 5301                  | 6  | value is missing
            null as descriptor                       | 00 40 5401               | 4  | descriptor has constructor 0x40
            int as descriptor                        | 00 5401 5401             | 4  | descriptor has constructor 0x54
            described descriptor                     | 00 00 5301 5302 40       | 4  | descriptor has constructor 0x00
            array of 2^32-1 nulls                    | f0 00000005 ffffffff 40  | 3  | array of 4294967295 elements, but at most 255
            array of 256 nulls                       | f0 00000005 00000100 40  | 3  | array of 256 elements, but at most 255
            array of 2^32-1 ints                     | f0 00000005 ffffffff 71  | 3  | array of 4294967295 elements, but at most 0
            array32 of int, second one missing       | f0 00000009 00000002 71 00000001 | 3 | array of 2 elements, but at most 1
            array8 of size 1, no constructor         | e001 00                  | 6  | value of 1 octets, but 0 are left
            array8 of size 0                         | e000                     | 5  | value of 1 octets, but 0 are left
            array of an unassigned code              | e003 01 46 00            | 6  | array of constructor 0x46
            array of an unassigned code, empty       | e002 00 46               | 6  | array of constructor 0x46
            array with octets after its elements     | e004 01 50 01 02         | 8  | 1 octets left after the last item
            array, descriptor without constructor    | e004 01 00 53 01         | 9  | value of 1 octets, but 0 are left
            array of binary, size past the end       | e003 01 a0 05            | 8  | value of 5 octets, but 0 are left
            binary of 2^32-1 octets                  | b0 ffffffff              | 3  | goes on after the end
            binary of 2^31-1 octets                  | b0 7fffffff              | 3  | goes on after the end
            binary of 2^32-1 octets in a list        | c006 01 b0 ffffffff      | 11 | value of 4294967295 octets, but 0
            invalid UTF-8                            | a102 c328                | 5  | string is not valid UTF-8
            lone continuation octet                  | a103 618061              | 6  | string is not valid UTF-8
            cut UTF-8                                | a102 e282                | 5  | string is not valid UTF-8
            overlong UTF-8 of two octets             | a102 c080                | 5  | string is not valid UTF-8
            overlong UTF-8 of three octets           | a103 e08080              | 5  | string is not valid UTF-8
            overlong UTF-8 of four octets            | a104 f0808080            | 5  | string is not valid UTF-8
            encoded surrogate                        | a103 eda080              | 5  | string is not valid UTF-8
            UTF-8 above U+10FFFF                     | a104 f4908080            | 5  | string is not valid UTF-8
            UTF-8 of five octets                     | a105 f888808080          | 5  | string is not valid UTF-8
            boolean of 2                             | 5602                     | 4  | boolean is 0x02
            boolean of 2 in an array                 | e003 01 56 02            | 7  | boolean is 0x02
            symbol above 0x7f                        | a301 ff                  | 5  | symbol is not ASCII
            long symbol above 0x7f                   | b300000001 80            | 8  | symbol is not ASCII
            char, a surrogate                        | 730000d800               | 4  | char is 0xd800
            char above U+10FFFF                      | 7300110000               | 4  | char is 0x110000
            char above 2^31                          | 73ffffffff               | 4  | char is 0xffffffff
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
