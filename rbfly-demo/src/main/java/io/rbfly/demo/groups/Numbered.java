package io.rbfly.demo.groups;

import io.rbfly.client.api.MessageView;

/** A message of the demo: a key, by which it belongs to a partition, and its number. */
final class Numbered {
    private static final String KEY = "customer-";
    /** Many more than there are partitions, so that each partition has some. */
    private static final int KEYS = 97;

    final String key;
    final int number;

    private Numbered(String key, int number) {
        this.key = key;
        this.number = number;
    }

    /** Returns the body of the message with a number. */
    static String body(int number) {
        return KEY + number % KEYS + " " + number;
    }

    /** Returns the key in a body. */
    static String key(Object body) {
        String text = (String) body;
        return text.substring(0, text.indexOf(' '));
    }

    /**
     * Reads a body that {@link #body} returned.
     *
     * @throws IllegalStateException if it is a different body: another program writes to the super stream
     */
    static Numbered of(MessageView message, Object body) {
        String text = String.valueOf(body);
        int space = text.indexOf(' ');
        if (text.startsWith(KEY) && space >= 0) {
            try {
                return new Numbered(text.substring(0, space), Integer.parseUnsignedInt(text.substring(space + 1)));
            } catch (NumberFormatException e) {
                // Not a message of the demo, as reported below.
            }
        }
        throw new IllegalStateException("offset " + message.offset() + " of " + message.stream()
                + " holds no message of this demo; who else writes there?");
    }
}
