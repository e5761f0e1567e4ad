package io.rbfly.testkit.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChunkFilterTest {
    private final LogWriter writer = new LogWriter();

    private StoredChunk chunk(String... filterValues) {
        for (String value : filterValues) {
            writer.addFiltered("m", value);
        }
        writer.commit();
        return writer.log.chunk(writer.log.endIndex() - 1);
    }

    private static ChunkFilter filter(String... properties) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            map.put(properties[i], properties[i + 1]);
        }
        return ChunkFilter.of(map);
    }

    @Test
    void matchesEverythingWithoutValues() {
        assertThat(filter("name", "app").matches(chunk("eu"))).isTrue();
        assertThat(filter("name", "app").matches(chunk(""))).isTrue();
        assertThat(filter("match-unfiltered", "true").matches(chunk("eu"))).isTrue();
    }

    @Test
    void matchesChunksWithAnyOfTheValues() {
        ChunkFilter filter = filter("filter.0", "eu", "filter.x", "us");
        assertThat(filter.matches(chunk("eu"))).isTrue();
        assertThat(filter.matches(chunk("asia", "us"))).isTrue();
        assertThat(filter.matches(chunk("asia"))).isFalse();
        assertThat(filter.matches(chunk(""))).isFalse();
    }

    @Test
    void matchesUnfilteredMessagesOnRequest() {
        ChunkFilter filter = filter("filter.0", "eu", "match-unfiltered", "true");
        assertThat(filter.matches(chunk(""))).isTrue();
        assertThat(filter.matches(chunk("asia", ""))).isTrue();
        assertThat(filter.matches(chunk("asia"))).isFalse();
        ChunkFilter other = filter("filter.0", "eu", "match-unfiltered", "True");
        assertThat(other.matches(chunk(""))).isFalse();
    }

    @Test
    void matchesUnfilteredMessagesWithAnEmptyValue() {
        ChunkFilter filter = filter("filter.0", "", "filter.1", "eu");
        assertThat(filter.matches(chunk(""))).isTrue();
        assertThat(filter.matches(chunk("asia", ""))).isTrue();
        assertThat(filter.matches(chunk("eu"))).isTrue();
        assertThat(filter.matches(chunk("asia"))).isFalse();
    }

    @Test
    void matchesWhatIsTrackedOnRequest() {
        writer.log.storeOffset("r", 1);
        StoredChunk chunk = chunk();
        assertThat(filter().matches(chunk)).isFalse();
        assertThat(filter("chunk_selector", "user_data").matches(chunk)).isFalse();
        assertThat(filter("chunk_selector", "all").matches(chunk)).isTrue();
        assertThat(filter("chunk_selector", "all").matches(chunk("eu"))).isTrue();
    }

    @Test
    void takesBatchesAsUnfiltered() {
        writer.addBatch(3);
        StoredChunk chunk = chunk();
        assertThat(filter("filter.0", "eu").matches(chunk)).isFalse();
        assertThat(filter("filter.0", "eu", "match-unfiltered", "true").matches(chunk))
                .isTrue();
    }
}
