/** The log of a stream in memory: chunks, their retention, and what is tracked beside them. No threads, no sockets. */
@NullMarked
package io.rbfly.testkit.embedded.log;

import org.jspecify.annotations.NullMarked;
