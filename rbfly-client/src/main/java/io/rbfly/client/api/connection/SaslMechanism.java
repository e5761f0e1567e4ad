package io.rbfly.client.api.connection;

/** How a client authenticates. */
public enum SaslMechanism {
    /** With the user and password of the URI. */
    PLAIN,
    /**
     * With the client's certificate of a connection over TLS, from which the broker takes the user name. The user and
     * password of the URI are not sent. Needs the plugin {@code rabbitmq_auth_mechanism_ssl}, and RabbitMQ 3.10.25,
     * 3.11.19, 3.12.1 or later.
     */
    EXTERNAL
}
