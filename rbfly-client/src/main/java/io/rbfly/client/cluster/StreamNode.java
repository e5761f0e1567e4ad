package io.rbfly.client.cluster;

import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.AddressResolverException;
import io.rbfly.client.api.error.StreamException;
import org.jspecify.annotations.Nullable;

/**
 * A node that has a stream.
 *
 * @param advertised what it says of itself, by which it is known
 * @param dial where to connect to, which may be what leads to other nodes too
 * @param unresolved why it is not known where to connect to, null when it is
 */
public record StreamNode(
        Address advertised, Address dial, @Nullable StreamException unresolved) {
    /** A node that can be connected to. */
    static StreamNode at(Address advertised, Address dial) {
        return new StreamNode(advertised, dial, null);
    }

    /** A node whose address the application's resolver did not tell. */
    static StreamNode unresolved(Address advertised, Throwable cause) {
        String message = "address resolver failed for node " + advertised + ": " + cause;
        return new StreamNode(advertised, advertised, new AddressResolverException(message, cause));
    }
}
