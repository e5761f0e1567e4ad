/** What follows a failure: the next node, a retry after a pause, or the end. */
@NullMarked
package io.rbfly.client.recovery;

import org.jspecify.annotations.NullMarked;
