package com.example

import io.rbfly.client.StreamsClient
import io.rbfly.client.api.Message
import io.rbfly.client.api.Offset
import io.rbfly.client.api.Subscription
import io.rbfly.client.api.error.MessageTimeoutException
import java.time.Duration
import kotlin.random.Random
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield

private const val STREAM = "orders-of-cancelled-coroutines"
private const val MESSAGES = 1000

/** Cancels readers at about the moment at which a message arrives, and counts what was read in the end. */
fun main(arguments: Array<String>) = runBlocking(Dispatchers.Default) {
    val client = StreamsClient.create(arguments.firstOrNull() ?: "rabbitmq-stream://guest:guest@localhost:5552")
    try {
        println("with next().await(): ${count(client) { it.next().await() }} of $MESSAGES messages")
        println("with take(): ${count(client) { it.take() }} of $MESSAGES messages")
    } finally {
        withContext(NonCancellable) { client.close().await() }
    }
}

private suspend fun count(client: StreamsClient, take: suspend (Subscription) -> Message): Int = coroutineScope {
    client.deleteStream(STREAM).await() // of the last run, if there was one
    client.createStream(STREAM).await()
    val publisher = client.publisher(STREAM).await()
    val subscription = client.subscribe(STREAM, Offset.FIRST).await()
    val offsets = mutableSetOf<Long>()
    repeat(MESSAGES) {
        val reader = launch { offsets += take(subscription).offset() }
        publisher.send("order $it").await() // the confirm comes at about the same time as the message
        repeat(Random.nextInt(4)) { yield() }
        reader.cancelAndJoin()
        offsets += remaining(subscription, Duration.ZERO) // so that the next reader has to wait
    }
    offsets += remaining(subscription, Duration.ofSeconds(1))
    subscription.close().await()
    publisher.close().await()
    offsets.size
}

/** The offsets of the messages that come until none has come for a while. */
private suspend fun remaining(subscription: Subscription, atMost: Duration): List<Long> {
    val offsets = mutableListOf<Long>()
    try {
        while (true) {
            offsets += subscription.next(atMost).await().offset()
        }
    } catch (_: MessageTimeoutException) {
        return offsets
    }
}
