/** What all parts of a client share: settings, transport, callbacks and arrays. */
@NullMarked
package io.rbfly.client.config;

import org.jspecify.annotations.NullMarked;
