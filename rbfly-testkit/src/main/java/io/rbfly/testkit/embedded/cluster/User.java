package io.rbfly.testkit.embedded.cluster;

/**
 * A user of all virtual hosts.
 *
 * @param name the name to log in with
 * @param password never printed
 * @param permissions what the user may do
 */
public record User(String name, String password, Permissions permissions) {
    @Override
    public String toString() {
        return "User[" + name + "]";
    }
}
