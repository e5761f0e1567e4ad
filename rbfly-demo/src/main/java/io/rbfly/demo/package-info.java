/** The concurrency demo: one consumer performs long calculations, while another one reads slowly. */
@NullMarked
package io.rbfly.demo;

import org.jspecify.annotations.NullMarked;
