package com.example

import io.rbfly.client.StreamsClient
import io.rbfly.client.api.Offset
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

private const val STREAM = "orders-of-kotlin"
private val ORDERS = listOf("apples", "pears", "plums")

/** Publishes and reads at the same time, each in a coroutine. */
fun main(arguments: Array<String>) = runBlocking {
    val client = StreamsClient.create(arguments.firstOrNull() ?: "rabbitmq-stream://guest:guest@localhost:5552")
    try {
        client.deleteStream(STREAM).await() // of the last run, if there was one
        client.createStream(STREAM).await()
        coroutineScope {
            launch { publish(client) }
            val received = async { read(client) }
            println("received: " + received.await().joinToString())
        }
    } finally {
        withContext(NonCancellable) { client.close().await() }
    }
}

private suspend fun publish(client: StreamsClient) {
    val publisher = client.publisher(STREAM).await()
    for (order in ORDERS) {
        publisher.enqueue(order).await() // waits only while the window of unconfirmed messages is full
    }
    publisher.flush().await() // all are confirmed
    publisher.close().await()
}

private suspend fun read(client: StreamsClient): List<Any?> {
    val subscription = client.subscribe(STREAM, Offset.FIRST).await()
    val received = mutableListOf<Any?>()
    while (received.size < ORDERS.size) {
        received += subscription.next().await().body()
    }
    subscription.close().await()
    return received
}
