package io.rbfly.client.api.error;

import org.jspecify.annotations.Nullable;

/** The root of all errors of the client, typed by what an application can do about them. */
public abstract sealed class StreamException extends RuntimeException
        permits AddressResolverException,
                BrokerException,
                ClosedException,
                ConnectionException,
                HandlerException,
                MalformedBatchException,
                MalformedChunkException,
                MessagesSkippedException,
                MessageTimeoutException,
                MessageTooLargeException,
                PublisherFullException,
                RequestTimeoutException,
                TlsException,
                UnsupportedException {
    private static final long serialVersionUID = 1L;

    StreamException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
