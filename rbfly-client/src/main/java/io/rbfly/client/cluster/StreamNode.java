package io.rbfly.client.cluster;

import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.AddressResolverException;
import io.rbfly.client.api.error.StreamException;
import org.jspecify.annotations.Nullable;

/**
 * A node that has a stream.
 *
 * @param advertised the address that it advertises, which identifies it
 * @param dial the address to connect to, which may also lead to other nodes
 * @param unresolved the reason for which the address to connect to is unknown, null if it is known
 */
public record StreamNode(
        Address advertised, Address dial, @Nullable StreamException unresolved) {
    /** Creates a node that can be connected to. */
    static StreamNode at(Address advertised, Address dial) {
        return new StreamNode(advertised, dial, null);
    }

    /** Creates a node for which the application's resolver failed. */
    static StreamNode unresolved(Address advertised, Throwable cause) {
        String message = "address resolver failed for node " + advertised + ": " + cause;
        return new StreamNode(advertised, advertised, new AddressResolverException(message, cause));
    }
}
