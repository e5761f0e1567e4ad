/** Commands of publishers. */
@NullMarked
package io.rbfly.protocol.command.publishing;

import org.jspecify.annotations.NullMarked;
