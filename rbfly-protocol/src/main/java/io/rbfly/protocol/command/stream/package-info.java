/** Commands that create, delete and locate streams. */
@NullMarked
package io.rbfly.protocol.command.stream;

import org.jspecify.annotations.NullMarked;
