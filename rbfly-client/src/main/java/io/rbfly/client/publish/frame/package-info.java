/** Messages encoded into frames, from being accepted to their outcomes. */
@NullMarked
package io.rbfly.client.publish.frame;

import org.jspecify.annotations.NullMarked;
