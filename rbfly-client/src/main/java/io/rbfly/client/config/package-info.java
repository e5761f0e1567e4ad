/** What all parts of one client share: its settings, its transport, its callbacks. */
@NullMarked
package io.rbfly.client.config;

import org.jspecify.annotations.NullMarked;
