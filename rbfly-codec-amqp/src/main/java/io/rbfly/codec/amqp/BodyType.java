package io.rbfly.codec.amqp;

/** The three kinds of message bodies (AMQP 1.0 part 3, sections 3.2.6 to 3.2.8). */
public enum BodyType {
    /** One or more data sections: octets. */
    DATA,
    /** One or more amqp-sequence sections: lists. */
    SEQUENCE,
    /** One amqp-value section: any value. */
    VALUE
}
