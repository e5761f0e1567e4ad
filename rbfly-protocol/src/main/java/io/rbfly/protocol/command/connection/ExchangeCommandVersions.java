package io.rbfly.protocol.command.connection;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;
import java.util.List;

/**
 * Sends the command versions that a client understands and requests those of the broker, protocol section 11. Supported
 * by brokers from 3.11 on; older ones close the connection.
 *
 * <pre>
 *   request:  count int32 | versions
 *   reply:    code uint16 | count int32 | versions
 * </pre>
 *
 * @param versions of commands that the broker sends unsolicited. A command that the broker does not know crashes the
 *     connection
 */
public record ExchangeCommandVersions(List<CommandVersions> versions)
        implements Request<ExchangeCommandVersions.Reply> {
    public ExchangeCommandVersions {
        versions = List.copyOf(versions);
    }

    @Override
    public CommandKey key() {
        return CommandKey.EXCHANGE_COMMAND_VERSIONS;
    }

    @Override
    public Class<Reply> responseType() {
        return Reply.class;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        Wire.writeList(out, versions, (buffer, each) -> each.encode(buffer));
    }

    /** Reads the request. */
    public static ExchangeCommandVersions decode(ByteBuf in) {
        return new ExchangeCommandVersions(Wire.readList(in, CommandVersions.LENGTH, CommandVersions::decode));
    }

    /** The versions of the commands that the broker accepts from clients. */
    public record Reply(ResponseCode code, List<CommandVersions> versions) implements Response {
        public Reply {
            versions = List.copyOf(versions);
        }

        @Override
        public CommandKey key() {
            return CommandKey.EXCHANGE_COMMAND_VERSIONS;
        }

        @Override
        public void encodeBody(ByteBuf out) {
            code.write(out);
            Wire.writeList(out, versions, (buffer, each) -> each.encode(buffer));
        }

        /** Reads the reply. */
        public static Reply decode(ByteBuf in) {
            return new Reply(ResponseCode.read(in), Wire.readList(in, CommandVersions.LENGTH, CommandVersions::decode));
        }
    }
}
