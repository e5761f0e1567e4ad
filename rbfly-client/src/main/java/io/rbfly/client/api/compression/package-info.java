/** Compression of batches, and the interfaces for codecs other than those of the client. */
@NullMarked
package io.rbfly.client.api.compression;

import org.jspecify.annotations.NullMarked;
