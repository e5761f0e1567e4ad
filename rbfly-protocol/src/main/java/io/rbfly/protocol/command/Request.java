package io.rbfly.protocol.command;

/**
 * A command that is answered, under the same correlation id.
 *
 * @param <R> the type of its response
 */
public interface Request<R extends Response> extends Command {
    /** The type of its response, by which a response under the right id but of the wrong kind is noticed. */
    Class<R> responseType();
}
