/** What a connection does with its channel: frames in both directions, timers that stand still with their node. */
@NullMarked
package io.rbfly.testkit.embedded.session.channel;

import org.jspecify.annotations.NullMarked;
