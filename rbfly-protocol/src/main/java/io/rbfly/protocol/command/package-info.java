/** The commands of the protocol, one record each, with the bytes of their bodies. */
@NullMarked
package io.rbfly.protocol.command;

import org.jspecify.annotations.NullMarked;
