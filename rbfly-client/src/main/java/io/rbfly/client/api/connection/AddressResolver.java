package io.rbfly.client.api.connection;

import io.rbfly.client.api.error.AddressResolverException;

/**
 * Maps the address that a node advertises to the address to connect to, for clients that cannot connect to the
 * advertised ones because of a load balancer, a port forwarding or containers.
 *
 * <p>Several nodes may be mapped to the same address, that of a load balancer: the client checks the advertised address
 * of the node to which it is connected, and connects again until it is the required node, at most 20 times in a row.
 */
@FunctionalInterface
public interface AddressResolver {
    /**
     * Returns the address to connect to. Called on the event loop each time a stream is located; it must not block.
     *
     * <p>If it throws or returns null, the other nodes of the stream are tried. If there are none, a publisher or
     * subscription that is being opened fails with {@link AddressResolverException}; one that was open before is
     * retried after a pause.
     *
     * @param advertised the address that the node advertises
     */
    Address resolve(Address advertised);
}
