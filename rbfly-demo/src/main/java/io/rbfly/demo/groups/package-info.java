/** The second programme: a super stream, and a group of consumers that come and go. */
@NullMarked
package io.rbfly.demo.groups;

import org.jspecify.annotations.NullMarked;
