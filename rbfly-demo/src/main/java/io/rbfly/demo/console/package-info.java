/** What is printed while the demo runs. */
@NullMarked
package io.rbfly.demo.console;

import org.jspecify.annotations.NullMarked;
