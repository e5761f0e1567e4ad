/** What happened when, and its chart. */
@NullMarked
package io.rbfly.demo.timeline;

import org.jspecify.annotations.NullMarked;
