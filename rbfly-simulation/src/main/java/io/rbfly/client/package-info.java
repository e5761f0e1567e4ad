/** Access to what a client keeps to itself. */
@NullMarked
package io.rbfly.client;

import org.jspecify.annotations.NullMarked;
