/** What the nodes of an embedded cluster share: streams and their leaders, super streams, consumer groups, users. */
@NullMarked
package io.rbfly.testkit.embedded.cluster;

import org.jspecify.annotations.NullMarked;
