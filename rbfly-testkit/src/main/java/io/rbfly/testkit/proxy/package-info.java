/** A network between client and broker with faults that a test controls. */
@NullMarked
package io.rbfly.testkit.proxy;

import org.jspecify.annotations.NullMarked;
