/** The client's codecs. Their contexts are kept, and they allocate nothing for a batch. */
@NullMarked
package io.rbfly.client.compression;

import org.jspecify.annotations.NullMarked;
