package com.example

import io.rbfly.client.api.Message
import io.rbfly.client.api.Subscription
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.future.await

/**
 * The next message, also when the coroutine was cancelled just as it came.
 *
 * A coroutine that is cancelled between the end of a future and its own turn gets a CancellationException from await(), and not the
 * future's result. Here that result is looked for: either the future was cancelled, and the message goes to the next call, or it has
 * the message.
 */
suspend fun Subscription.take(): Message {
    val next = next()
    try {
        return next.await()
    } catch (e: CancellationException) {
        return if (next.isDone && !next.isCompletedExceptionally) next.join() else throw e
    }
}
