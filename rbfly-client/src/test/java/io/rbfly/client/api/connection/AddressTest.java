package io.rbfly.client.api.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressTest {
    private final Address address = new Address("node-1", 5552);

    @Test
    void addressesAreEqualByHostAndPort() {
        assertThat(address)
                .isEqualTo(new Address("node-1", 5552))
                .hasSameHashCodeAs(new Address("node-1", 5552))
                .isNotEqualTo(new Address("node-2", 5552))
                .isNotEqualTo(new Address("node-1", 5551))
                .isNotEqualTo("node-1:5552");
    }
}
