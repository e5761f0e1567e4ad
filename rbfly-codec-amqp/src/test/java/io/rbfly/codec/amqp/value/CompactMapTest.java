package io.rbfly.codec.amqp.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.CodePoint;
import io.rbfly.codec.amqp.type.Decimal128;
import io.rbfly.codec.amqp.type.Decimal64;
import io.rbfly.codec.amqp.type.DescribedType;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedLong;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CompactMapTest {

    @Test
    void findsKeysOfEachTypeByContentAmongMany() {
        List<Object> keys = keys();
        CompactMap<Object> map = mapOf(keys);

        assertThat(map).hasSize(keys.size());
        for (Object key : keys()) { // other instances, equal in content
            assertThat(map.containsKey(key)).as("%s", key).isTrue();
            assertThat(map.get(key)).isEqualTo("value");
        }
        assertThat(map.get("missing")).isNull();
        assertThat(map.containsKey(Symbol.of("missing"))).isFalse();
    }

    @Test
    void findsKeysByContentAmongFew() {
        CompactMap<Object> map = mapOf(List.of(new byte[] {1}, "a"));

        assertThat(map.get(new byte[] {1})).isEqualTo("value");
        assertThat(map.get(new byte[] {2})).isNull();
        assertThat(map.get(null)).isNull();
    }

    @Test
    void refusesTheSameKeyTwiceAmongMany() {
        for (Object key : keys()) {
            List<Object> keys = keys();
            keys.add(key);
            assertThat(CompactMap.ofUnique(entries(keys))).as("%s", key).isNull();
        }
    }

    @Test
    void keepsTheOrderOfItsEntries() {
        List<Object> keys = new ArrayList<>(List.of("z", "a", 1, "m"));
        Iterator<Map.Entry<Object, Object>> entries = mapOf(keys).entrySet().iterator();

        for (Object key : keys) {
            assertThat(entries.next().getKey()).isEqualTo(key);
        }
        assertThat(entries.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(entries::next);
    }

    @Test
    void isEqualToOtherMapsAsMapsAre() {
        assertThat(mapOf(List.of("a", "b"))).isEqualTo(Map.of("b", "value", "a", "value"));
        assertThat(CompactMap.empty()).isEmpty();
    }

    /** The hash codes of all these keys are zero, and so is any sum of them. */
    @Test
    void keysWithTheSameHashCodeDoNotMakeItSlow() {
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            keys.add(new UUID(i, i));
        }
        assertThat(CompletableFuture.supplyAsync(() -> mapOf(keys)))
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(map -> assertThat(map.get(new UUID(7, 7))).isEqualTo("value"));
    }

    @Test
    @Timeout(10)
    void keysThatDifferInFewBitsDoNotMakeItSlow() {
        for (int shift : new int[] {0, 16, 32, 48}) {
            List<Object> keys = new ArrayList<>();
            for (long i = 0; i < 60_000; i++) {
                keys.add(i << shift);
            }
            assertThat(mapOf(keys)).hasSize(60_000);
        }
    }

    private static CompactMap<Object> mapOf(List<?> keys) {
        return CompactMap.ofUnique(entries(keys));
    }

    private static Object[] entries(List<?> keys) {
        Object[] entries = new Object[keys.size() * 2];
        for (int i = 0; i < keys.size(); i++) {
            entries[2 * i] = keys.get(i);
            entries[2 * i + 1] = "value";
        }
        return entries;
    }

    private static List<Object> keys() {
        List<Object> keys = new ArrayList<>();
        keys.add("a");
        keys.add(Symbol.of("a"));
        keys.add(null);
        keys.add(true);
        keys.add(1);
        keys.add(1L);
        keys.add(UnsignedLong.of(1));
        keys.add(CodePoint.of(1));
        keys.add(1.0f);
        keys.add(1.0);
        keys.add(-0.0);
        keys.add(0.0);
        keys.add(new Decimal64(1));
        keys.add(new Decimal128(1, 2));
        keys.add(Instant.ofEpochMilli(1));
        keys.add(new UUID(1, 2));
        keys.add(new byte[] {1});
        keys.add(List.of(new byte[] {1}));
        keys.add(Map.of("a", new byte[] {1}));
        keys.add(AmqpArray.ofInts(1));
        keys.add(new DescribedType(Symbol.of("d"), new byte[] {1}));
        return keys;
    }
}
