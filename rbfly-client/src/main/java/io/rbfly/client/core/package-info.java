/** What a client is made of. */
@NullMarked
package io.rbfly.client.core;

import org.jspecify.annotations.NullMarked;
