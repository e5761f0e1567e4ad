/** What all parts of a client share: settings, transport and callbacks. */
@NullMarked
package io.rbfly.client.config;

import org.jspecify.annotations.NullMarked;
