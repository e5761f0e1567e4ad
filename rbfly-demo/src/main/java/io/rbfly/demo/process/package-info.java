/**
 * What the demo's programmes have in common as processes: exit codes, errors in one line, checks of options, signals.
 */
@NullMarked
package io.rbfly.demo.process;

import org.jspecify.annotations.NullMarked;
