package io.rbfly.client.api.connection;

/** How a client tells a broker who it is. */
public enum SaslMechanism {
    /** By user and password of the URI. */
    PLAIN,
    /**
     * By the certificate of a connection over TLS: the broker takes the user from it. User and password of the URI are
     * not sent. Needs the plugin {@code rabbitmq_auth_mechanism_ssl}, and RabbitMQ 3.10.25, 3.11.19, 3.12.1 or later.
     */
    EXTERNAL
}
