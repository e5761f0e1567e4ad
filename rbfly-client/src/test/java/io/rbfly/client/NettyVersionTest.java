package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.util.Version;
import org.junit.jupiter.api.Test;

/** The tests run on the version of Netty that they are meant to run on. */
class NettyVersionTest {
    @Test
    void theTestsRunOnTheNettyThatTheBuildSelected() {
        Version transport = Version.identify(Channel.class.getClassLoader()).get("netty-transport");

        assertThat(transport.artifactVersion()).startsWith(System.getProperty("rbfly.test.netty", "4.2."));
    }
}
