package io.rbfly.client.api.connection;

import io.rbfly.client.api.error.AddressResolverException;

/**
 * Tells where to connect to a node, for clients that cannot reach the addresses that nodes advertise: because of a load
 * balancer, a port forward or containers.
 *
 * <p>Several nodes may have the same address, that of a load balancer: the client looks at what the node says of
 * itself, and connects again until it is at the node that it needs, at most 20 times in a row.
 */
@FunctionalInterface
public interface AddressResolver {
    /**
     * Where to connect to. Called on the event loop, each time a stream is located; it must not block.
     *
     * <p>When it throws or returns null, the other nodes of the stream are tried. If there is none left, the publisher
     * or subscription that is being opened fails with {@link AddressResolverException}; one that was open before is
     * tried again after a pause.
     *
     * @param advertised what the node says of itself
     */
    Address resolve(Address advertised);
}
