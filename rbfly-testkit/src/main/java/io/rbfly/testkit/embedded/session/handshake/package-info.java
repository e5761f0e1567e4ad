/** From the first frame of a client to an open virtual host: the steps of the handshake, mechanisms to log in. */
@NullMarked
package io.rbfly.testkit.embedded.session.handshake;

import org.jspecify.annotations.NullMarked;
