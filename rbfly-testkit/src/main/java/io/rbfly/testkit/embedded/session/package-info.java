/** The connections of an embedded broker: from the bytes of a client to the streams of the cluster, and back. */
@NullMarked
package io.rbfly.testkit.embedded.session;

import org.jspecify.annotations.NullMarked;
