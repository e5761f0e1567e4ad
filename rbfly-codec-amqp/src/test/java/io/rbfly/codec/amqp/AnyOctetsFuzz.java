package io.rbfly.codec.amqp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Searches for octets that are neither a message that works nor refused. The build does not run it, but runs what it
 * has found to be different ways through the reader: see {@link AnyOctetsTest}. To search:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn -pl rbfly-codec-amqp test -Dtest=AnyOctetsFuzz
 * </pre>
 */
class AnyOctetsFuzz {

    @FuzzTest(maxDuration = "30m")
    void areAMessageOrRefused(byte[] octets) {
        AnyOctets.check(octets);
    }
}
