package io.rbfly.client.api;

/**
 * Tells where to connect to a node, for clients that cannot reach the addresses that nodes advertise: because of a load
 * balancer, a port forward or containers.
 */
@FunctionalInterface
public interface AddressResolver {
    /**
     * Where to connect to. Called on the event loop, each time a stream is located; it must not block.
     *
     * @param advertised what the node says of itself
     */
    Address resolve(Address advertised);
}
