package io.rbfly.codec.amqp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Searches for octets that are neither decoded to a valid message nor rejected. The build does not run it, but
 * {@link AnyOctetsTest} runs the inputs that it found to take different paths through the reader. To search:
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
