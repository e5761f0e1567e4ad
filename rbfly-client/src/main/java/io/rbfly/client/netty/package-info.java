/**
 * What names Netty in the API: how a client shares event loops with other code that uses Netty. The only exported
 * package that does; modules that use it require {@code io.netty.transport}.
 */
@NullMarked
package io.rbfly.client.netty;

import org.jspecify.annotations.NullMarked;
