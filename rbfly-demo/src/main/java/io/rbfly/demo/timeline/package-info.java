/** The events of a run, and their chart. */
@NullMarked
package io.rbfly.demo.timeline;

import org.jspecify.annotations.NullMarked;
