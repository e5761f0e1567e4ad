/** Who is told what became of a message. */
@NullMarked
package io.rbfly.client.publish.outcome;

import org.jspecify.annotations.NullMarked;
