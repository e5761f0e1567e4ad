/** Decompressing the batches of received chunks. */
@NullMarked
package io.rbfly.client.subscribe.batch;

import org.jspecify.annotations.NullMarked;
