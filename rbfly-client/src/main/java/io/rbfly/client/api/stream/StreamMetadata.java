package io.rbfly.client.api.stream;

import io.rbfly.client.api.connection.Address;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
import java.util.Optional;

/**
 * Where a stream is.
 *
 * @param stream its name
 * @param code {@link ResponseCode#OK}, or why nothing is known of it: {@link ResponseCode#STREAM_DOES_NOT_EXIST} or
 *     {@link ResponseCode#STREAM_NOT_AVAILABLE}
 * @param leader the address that the leader's node advertises, empty when there is no leader now
 * @param replicas the addresses that the nodes of the others advertise
 */
public record StreamMetadata(String stream, ResponseCode code, Optional<Address> leader, List<Address> replicas) {
    public StreamMetadata {
        replicas = List.copyOf(replicas);
    }
}
