package io.rbfly.protocol.command;

/**
 * A command that has a response with the same correlation id.
 *
 * @param <R> the type of its response
 */
public interface Request<R extends Response> extends Command {
    /** The type of its response, to detect a response that has the right id but the wrong type. */
    Class<R> responseType();
}
