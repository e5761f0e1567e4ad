package io.rbfly.client.api.stream;

import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.ErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The nodes on which a stream is. */
public final class StreamMetadata {
    private final String stream;
    private final @Nullable ErrorCode error;
    private final @Nullable Address leader;
    private final List<Address> replicas;

    private StreamMetadata(String stream, @Nullable ErrorCode error, @Nullable Address leader, List<Address> replicas) {
        this.stream = Objects.requireNonNull(stream, "stream");
        this.error = error;
        this.leader = leader;
        this.replicas = List.copyOf(replicas);
    }

    /**
     * Creates the metadata of an available stream.
     *
     * @param leader null if there currently is none
     */
    public static StreamMetadata of(String stream, @Nullable Address leader, List<Address> replicas) {
        return new StreamMetadata(stream, null, leader, replicas);
    }

    /** Creates the metadata of a stream for which the cluster reports an error. */
    public static StreamMetadata failed(String stream, ErrorCode error) {
        return new StreamMetadata(stream, Objects.requireNonNull(error, "error"), null, List.of());
    }

    /** The name of the stream. */
    public String stream() {
        return stream;
    }

    /**
     * The reason for which no nodes are known: {@link ErrorCode#STREAM_DOES_NOT_EXIST} or
     * {@link ErrorCode#STREAM_NOT_AVAILABLE}. Empty if the stream is available.
     */
    public Optional<ErrorCode> error() {
        return Optional.ofNullable(error);
    }

    /** The address that the leader's node advertises, empty if there currently is no leader. */
    public Optional<Address> leader() {
        return Optional.ofNullable(leader);
    }

    /** The addresses that the nodes of the other replicas advertise. */
    public List<Address> replicas() {
        return replicas;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StreamMetadata metadata
                && stream.equals(metadata.stream)
                && Objects.equals(error, metadata.error)
                && Objects.equals(leader, metadata.leader)
                && replicas.equals(metadata.replicas);
    }

    @Override
    public int hashCode() {
        return Objects.hash(stream, error, leader, replicas);
    }

    @Override
    public String toString() {
        return error != null
                ? "StreamMetadata[stream=" + stream + ", error=" + error + "]"
                : "StreamMetadata[stream=" + stream + ", leader=" + leader + ", replicas=" + replicas + "]";
    }
}
