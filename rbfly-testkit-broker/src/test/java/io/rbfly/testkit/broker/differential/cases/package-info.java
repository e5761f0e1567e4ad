/** The scripts that are run on both brokers. */
@NullMarked
package io.rbfly.testkit.broker.differential.cases;

import org.jspecify.annotations.NullMarked;
