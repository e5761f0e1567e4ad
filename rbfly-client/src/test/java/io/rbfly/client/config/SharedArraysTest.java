package io.rbfly.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedArraysTest {
    private final SharedArrays arrays = new SharedArrays();

    @Test
    void anArrayIsUsedAgainForALengthThatDiffersALittle() {
        byte[] array = arrays.take(100_000);
        arrays.giveBack(array);

        assertThat(arrays.take(99_000)).isSameAs(array);
        assertThat(arrays.take(99_000)).isNotSameAs(array).hasSizeGreaterThanOrEqualTo(99_000);
    }

    @Test
    void nothingNeedsNoArray() {
        arrays.giveBack(new byte[100]);

        assertThat(arrays.take(0)).isEmpty();
    }

    @Test
    void ofVeryDifferentLengthsHardlyAnyIsNew() {
        Random random = new Random(1);
        Set<byte[]> known = Collections.newSetFromMap(new IdentityHashMap<>());
        ArrayDeque<byte[]> inUse = new ArrayDeque<>();
        int created = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] array = arrays.take(1 + random.nextInt(256 << 10));
            created += known.add(array) ? 1 : 0;
            inUse.add(array);
            if (inUse.size() > 4) {
                arrays.giveBack(inUse.remove());
            }
        }

        assertThat(created).isLessThan(50);
    }

    @Test
    void aLimitedNumberOfBytesIsRetained() {
        byte[][] taken = new byte[100][];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = arrays.take(256 << 10);
        }
        Set<byte[]> known = Collections.newSetFromMap(new IdentityHashMap<>());
        Collections.addAll(known, taken);
        for (byte[] array : taken) {
            arrays.giveBack(array);
        }

        int reused = 0;
        while (known.remove(arrays.take(256 << 10))) {
            reused++;
        }
        assertThat(reused).isEqualTo(16); // 4 MiB
    }
}
