@NullMarked
package io.rbfly.demo;

import org.jspecify.annotations.NullMarked;
