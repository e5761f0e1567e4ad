/** Scripts of commands, and the steps that they consist of. */
@NullMarked
package io.rbfly.testkit.broker.differential.script;

import org.jspecify.annotations.NullMarked;
