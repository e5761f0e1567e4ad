package io.rbfly.protocol.command.superstream;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Creates a super stream and its partitions, protocol section 11. Supported by brokers from 3.13 on.
 *
 * <pre>
 *   request:  name string | partitions [string] | binding keys [string] | arguments properties
 *   reply:    code uint16
 * </pre>
 *
 * @param name 1 to 255 bytes in UTF-8
 * @param partitions names of the streams to create, at least one, all different
 * @param bindingKeys one for each partition, in the same order; at most 255 bytes in UTF-8 each. Messages whose key
 *     several partitions have are sent to all of these
 * @param arguments retention and placement of each partition. The caller checks their values: brokers close the
 *     connection if a number is malformed, and leave an unusable super stream behind
 */
public record CreateSuperStream(
        String name, List<String> partitions, List<String> bindingKeys, Map<String, String> arguments)
        implements Request<StatusResponse> {
    public CreateSuperStream {
        partitions = List.copyOf(partitions);
        bindingKeys = List.copyOf(bindingKeys);
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    @Override
    public CommandKey key() {
        return CommandKey.CREATE_SUPER_STREAM;
    }

    @Override
    public Class<StatusResponse> responseType() {
        return StatusResponse.class;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if a name or key does not have the length described above, if a name has a line
     *     break, or if the numbers of partitions and keys differ, there are no partitions or a partition is repeated
     */
    @Override
    public void encodeBody(ByteBuf out) {
        check();
        Wire.writeString(out, name);
        Wire.writeList(out, partitions, Wire::writeString);
        Wire.writeList(out, bindingKeys, Wire::writeString);
        Wire.writeProperties(out, arguments);
    }

    private void check() {
        Check.name("name", name);
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException("partitions: none (expected: at least one)");
        }
        if (partitions.size() != bindingKeys.size()) {
            throw new IllegalArgumentException(
                    "bindingKeys: " + bindingKeys.size() + " (expected: " + partitions.size() + ", one per partition)");
        }
        Set<String> different = new HashSet<>();
        for (String partition : partitions) {
            Check.name("partition", partition);
            if (!different.add(partition)) {
                throw new IllegalArgumentException("partition: " + partition + " is repeated (expected: once)");
            }
        }
        bindingKeys.forEach(key -> Check.referenceOrEmpty("bindingKey", key));
    }

    /** Reads the request. */
    public static CreateSuperStream decode(ByteBuf in) {
        return decode(in, Wire::readProperties);
    }

    /** Reads the request, with a function that reads its arguments. */
    public static CreateSuperStream decode(ByteBuf in, Function<ByteBuf, Map<String, String>> properties) {
        return new CreateSuperStream(
                Wire.readString(in),
                Wire.readList(in, 2, Wire::readString),
                Wire.readList(in, 2, Wire::readString),
                properties.apply(in));
    }
}
