/** Publishing: messages out, confirms in. */
@NullMarked
package io.rbfly.client.publish;

import org.jspecify.annotations.NullMarked;
