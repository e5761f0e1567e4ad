package io.rbfly.testkit.broker;

/** A broker that other tests use too: it can be queried, but not controlled. */
record SharedBroker(Broker broker) implements Broker {
    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException("This broker is shared by all tests and must keep running: "
                + "take one of your own, with @BrokerTest(dedicated = true) or Brokers.dedicated(version)");
    }

    @Override
    public BrokerVersion version() {
        return broker.version();
    }

    @Override
    public String host() {
        return broker.host();
    }

    @Override
    public int port() {
        return broker.port();
    }

    @Override
    public int amqpPort() {
        return broker.amqpPort();
    }

    @Override
    public String uri() {
        return broker.uri();
    }

    @Override
    public String ctl(String... arguments) {
        return broker.ctl(arguments);
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
    public void close() {}
}
