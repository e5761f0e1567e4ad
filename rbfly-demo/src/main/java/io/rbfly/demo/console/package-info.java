/** The output of the running demo. */
@NullMarked
package io.rbfly.demo.console;

import org.jspecify.annotations.NullMarked;
