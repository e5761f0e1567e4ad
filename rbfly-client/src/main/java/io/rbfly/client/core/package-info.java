/** The parts of a client. */
@NullMarked
package io.rbfly.client.core;

import org.jspecify.annotations.NullMarked;
