@NullMarked
package io.rbfly.demo.groups;

import org.jspecify.annotations.NullMarked;
