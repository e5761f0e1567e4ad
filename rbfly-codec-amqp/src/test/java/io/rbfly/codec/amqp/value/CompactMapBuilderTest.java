package io.rbfly.codec.amqp.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactMapBuilderTest {
    private final CompactMapBuilder<String> builder = new CompactMapBuilder<>(MapKeys.STRINGS);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 8, 9, 10, 100})
    void entriesKeepTheirOrderAndAnEqualKeyReplacesInPlace(int size) {
        Map<String, Object> expected = new LinkedHashMap<>();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < size; i++) {
                builder.put("key " + i, round + i);
                expected.put("key " + i, round + i);
            }
        }

        assertThat(builder.build().entrySet()).containsExactlyElementsOf(expected.entrySet());
        assertThat(builder.build()).isEqualTo(expected);
    }

    @Test
    void whatWasBuiltStaysWhenTheBuilderGoesOn() {
        builder.put("a", 1);
        CompactMap<String> built = builder.build();
        builder.put("a", 2);
        builder.put("b", null);

        assertThat(built).isEqualTo(Map.of("a", 1));
        assertThat(builder.build().get("a")).isEqualTo(2);
        assertThat(builder.build().containsKey("b")).isTrue();
    }

    @Test
    void anEmptyMapIsShared() {
        assertThat(builder.build()).isSameAs(CompactMap.empty());
    }
}
