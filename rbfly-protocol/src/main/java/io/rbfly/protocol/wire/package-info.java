/** Numbers, strings and lists as they stand on the wire. */
@NullMarked
package io.rbfly.protocol.wire;

import org.jspecify.annotations.NullMarked;
