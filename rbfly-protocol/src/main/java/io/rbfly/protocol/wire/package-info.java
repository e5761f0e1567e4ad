/** The data types of the protocol: numbers, strings, lists and properties. */
@NullMarked
package io.rbfly.protocol.wire;

import org.jspecify.annotations.NullMarked;
