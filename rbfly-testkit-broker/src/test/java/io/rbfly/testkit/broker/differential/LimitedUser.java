package io.rbfly.testkit.broker.differential;

import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.embedded.EmbeddedBroker;

/**
 * A user who may not do everything, with the name as password.
 *
 * @param configure a regular expression, like the others
 */
record LimitedUser(String name, String configure, String write, String read) {
    /** May do what the letters c, w and r after the prefix of a name say. */
    static final LimitedUser LIMITED =
            new LimitedUser("limited", "^d[^-]*-[a-z]*c.*$", "^d[^-]*-[a-z]*w.*$", "^d[^-]*-[a-z]*r.*$");

    /** Has patterns that match in the middle of names. */
    static final LimitedUser PARTIAL = new LimitedUser("partial", "[-]c", "[-]w", "[-]r");

    void addTo(Broker real, EmbeddedBroker embedded) {
        if (!real.ctl("list_users", "--quiet").contains(name + "\t")) {
            real.ctl("add_user", name, name); // it is left over if a test was stopped
        }
        real.ctl("set_permissions", "-p", "/", name, configure, write, read);
        embedded.addUser(name, name, configure, write, read);
    }
}
