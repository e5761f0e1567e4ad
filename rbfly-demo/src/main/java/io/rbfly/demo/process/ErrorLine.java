package io.rbfly.demo.process;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.TlsException;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.demo.calculation.Heap;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import picocli.CommandLine.ParameterException;

/** One line that describes an error and its remedy to a new user. */
public final class ErrorLine {
    private static final String PROGRAM = "rbfly-demo: ";
    private static final int STREAM_PORT = 5552;

    private final URI uri;
    private final Predicate<String> answersAmqp;

    /**
     * Creates error lines for a URI.
     *
     * @param answersAmqp tests whether RabbitMQ without streams responds on a host
     */
    public ErrorLine(String uri, Predicate<String> answersAmqp) {
        this.uri = parse(uri);
        this.answersAmqp = answersAmqp;
    }

    /** Returns the line for invalid options. */
    public static String of(ParameterException error) {
        return PROGRAM + oneLine(error.getMessage()) + " (see --help)";
    }

    /** Returns the line for the error that ended the program. */
    public String of(Throwable error) {
        return PROGRAM + oneLine(explain(cause(error)));
    }

    /** Returns the message of an error. */
    public static String reason(Throwable error) {
        Throwable cause = cause(error);
        if (cause instanceof TimeoutException) {
            return "no answer in time";
        }
        String message = cause.getMessage();
        return oneLine(message == null ? cause.toString() : message);
    }

    private String explain(Throwable error) {
        if (error instanceof BrokerException) {
            return refused((BrokerException) error);
        }
        if (error instanceof ConnectionException || error instanceof RequestTimeoutException) {
            return unreachable(error);
        }
        if (error instanceof UnsupportedException) {
            return reason(error) + "; --embedded needs no RabbitMQ";
        }
        if (error instanceof OutOfMemoryError) {
            return "not enough memory: choose a smaller size with -n, or start java with a larger -Xmx";
        }
        if (error instanceof CancellationException) {
            return "stopped";
        }
        boolean ours = error instanceof Heap.TooLargeException
                || error instanceof TlsException
                || error instanceof IllegalArgumentException
                || error instanceof IllegalStateException
                || error instanceof IOException;
        return ours ? reason(error) : error.toString();
    }

    private String refused(BrokerException error) {
        ErrorCode code = error.code();
        if (code == ErrorCode.AUTHENTICATION_FAILURE || code == ErrorCode.SASL_ERROR) {
            return "RabbitMQ at " + address() + " refuses user '" + user() + "': user or password is wrong";
        } else if (code == ErrorCode.AUTHENTICATION_FAILURE_LOOPBACK) {
            return "RabbitMQ at " + address() + " lets user '" + user() + "' connect from its own machine only";
        } else if (code == ErrorCode.VIRTUAL_HOST_ACCESS_FAILURE) {
            return "RabbitMQ at " + address() + " has no virtual host '" + virtualHost() + "' for user '" + user()
                    + "'";
        }
        return "RabbitMQ at " + address() + " refuses: " + reason(error);
    }

    private String unreachable(Throwable error) {
        if (hosts().indexOf(',') >= 0) {
            return "no RabbitMQ with streams can be reached: " + reason(error);
        }
        if (port() != STREAM_PORT && answersAmqp.test(host()) && BrokerProbe.isAmqpPort(port())) {
            return address() + " is the AMQP port of RabbitMQ; streams are usually on port " + STREAM_PORT;
        }
        if (answersAmqp.test(host())) {
            return "no streams at " + address() + ", but RabbitMQ is running there: enable its stream plugin with"
                    + " 'rabbitmq-plugins enable rabbitmq_stream'";
        }
        String reason = reason(error);
        return reason.contains(address()) ? reason : "no RabbitMQ with streams at " + address() + " (" + reason + ")";
    }

    private String address() {
        return hosts().indexOf(',') >= 0 ? hosts() : host() + ":" + port();
    }

    /** Returns all hosts of the URI unchanged: {@link java.net.URI} does not parse several hosts. */
    private String hosts() {
        String authority = authority();
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    private String authority() {
        return uri.getAuthority() == null ? "" : uri.getAuthority();
    }

    private String host() {
        return uri.getHost() == null ? "localhost" : uri.getHost();
    }

    private int port() {
        return uri.getPort() == -1 ? STREAM_PORT : uri.getPort();
    }

    /** Returns the user name, never the password. */
    private String user() {
        int at = authority().lastIndexOf('@');
        return at < 0 ? "guest" : authority().substring(0, at).split(":", 2)[0];
    }

    private String virtualHost() {
        String path = uri.getPath();
        return path == null || path.length() < 2 ? "/" : path.substring(1);
    }

    private static URI parse(String uri) {
        try {
            return new URI(uri);
        } catch (URISyntaxException e) {
            // The client rejects it as well, with its own message, so nothing of it is needed here.
            return URI.create("");
        }
    }

    private static Throwable cause(Throwable error) {
        boolean wrapper = error instanceof CompletionException
                || error instanceof ExecutionException
                || error instanceof HandlerException;
        Throwable cause = error.getCause();
        return wrapper && cause != null ? cause(cause) : error;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", "; ");
    }
}
