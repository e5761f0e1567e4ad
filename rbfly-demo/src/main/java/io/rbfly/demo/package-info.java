/** The concurrency demo: one consumer calculates for a long time, another reads slowly beside it. */
@NullMarked
package io.rbfly.demo;

import org.jspecify.annotations.NullMarked;
