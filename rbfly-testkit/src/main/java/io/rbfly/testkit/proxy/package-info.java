/** A network between client and broker that fails as a test wants it to. */
@NullMarked
package io.rbfly.testkit.proxy;

import org.jspecify.annotations.NullMarked;
