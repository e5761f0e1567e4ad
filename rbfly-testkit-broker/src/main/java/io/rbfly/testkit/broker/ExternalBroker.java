package io.rbfly.testkit.broker;

import java.net.URI;

/** A broker that was not started by the tests, named by a URI. */
record ExternalBroker(String uri, BrokerVersion version) implements Broker {
    private static final int DEFAULT_PORT = 5552;

    /** Asks the broker at the URI for its version. */
    static ExternalBroker at(String uri, BrokerScript script) {
        var address = URI.create(uri);
        var version = script.probe(address.getHost(), portOf(address));
        return new ExternalBroker(uri, version);
    }

    private static int portOf(URI address) {
        return address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
    }

    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException(
                "The broker of " + Brokers.URI_VARIABLE + " is not ours and cannot be controlled from here");
    }

    @Override
    public String host() {
        return URI.create(uri).getHost();
    }

    @Override
    public int port() {
        return portOf(URI.create(uri));
    }

    @Override
    public int amqpPort() {
        throw refusal();
    }

    @Override
    public void start() {
        throw refusal();
    }

    @Override
    public void stop() {
        throw refusal();
    }

    @Override
    public void kill() {
        throw refusal();
    }

    @Override
    public String ctl(String... arguments) {
        throw refusal();
    }

    @Override
    public void close() {}
}
