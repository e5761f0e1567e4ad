// Publishes, reads, deduplicates, groups and routes with the client for Node.js; fails if anything is not as it should be.
// node client.mjs PORT
import assert from "node:assert/strict"
import client from "rabbitmq-stream-js-client"

const { connect, Offset } = client
const PORT = Number(process.argv[2])
const PATIENCE_MILLIS = 30_000
// Of its CompressionType, which it does not export.
const NONE = 0
const GZIP = 1

const open = () => connect({ hostname: "127.0.0.1", port: PORT, username: "guest", password: "guest", vhost: "/" })

const numbers = (from, to) => Array.from({ length: to - from }, (_, i) => String(from + i))

async function until(what, holds) {
  for (const end = Date.now() + PATIENCE_MILLIS; !holds(); ) {
    assert.ok(Date.now() < end, `not true after ${PATIENCE_MILLIS} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Returns when all are confirmed. They have ids of the application if there is a first one. */
async function publish(publisher, bodies, firstId) {
  const confirmed = new Set()
  publisher.on("publish_confirm", (error, ids) => {
    assert.equal(error, null)
    ids.forEach((id) => confirmed.add(id))
  })
  for (const [i, body] of bodies.entries()) {
    const content = Buffer.from(body)
    await (firstId === undefined ? publisher.send(content) : publisher.basicSend(firstId + BigInt(i), content))
  }
  await publisher.flush()
  await until(`${bodies.length} confirms`, () => confirmed.size === bodies.length)
}

async function read(rabbit, stream, count) {
  const bodies = []
  const consumer = await rabbit.declareConsumer({ stream, offset: Offset.first() }, (message) => {
    bodies.push(message.content.toString())
  })
  await until(`${count} messages of ${stream}`, () => bodies.length >= count)
  await rabbit.closeConsumer(consumer.extendedId)
  return bodies
}

async function publishesAndReads(rabbit, stream) {
  await publish(await rabbit.declarePublisher({ stream }), numbers(0, 1000))
  assert.deepEqual(await read(rabbit, stream, 1000), numbers(0, 1000))
}

async function publishesAndReadsBatches(rabbit, stream) {
  const publisher = await rabbit.declarePublisher({ stream })
  for (const compression of [NONE, GZIP]) {
    await publisher.sendSubEntries(
      numbers(0, 100).map((body) => ({ content: Buffer.from(body) })),
      compression,
    )
  }
  assert.deepEqual(await read(rabbit, stream, 200), [...numbers(0, 100), ...numbers(0, 100)])
}

async function storesOnceWhatIsSentTwice(rabbit, stream) {
  const first = await rabbit.declarePublisher({ stream, publisherRef: "p" })
  await publish(first, numbers(0, 100), 1n)
  await first.close()
  const second = await rabbit.declarePublisher({ stream, publisherRef: "p" })
  assert.equal(await second.getLastPublishingId(), 100n)
  await publish(second, numbers(50, 150), 51n)
  assert.deepEqual(await read(rabbit, stream, 150), numbers(0, 150))
}

/** A member of a group on a connection of its own, which starts behind the offset that is stored. */
async function member(stream) {
  const rabbit = await open()
  const received = []
  let last
  const group = {
    stream,
    offset: Offset.first(),
    singleActive: true,
    consumerRef: "group",
    consumerUpdateListener: async (reference) => {
      try {
        return Offset.offset((await rabbit.queryOffset({ reference, stream })) + 1n)
      } catch {
        return Offset.first() // none is stored
      }
    },
  }
  const consumer = await rabbit.declareConsumer(group, (message) => {
    received.push(message.content.toString())
    last = message.offset
  })
  return { received, storeLast: () => consumer.storeOffset(last), leave: () => rabbit.close() }
}

async function oneOfAGroupIsActive(rabbit, stream) {
  const [active, next] = [await member(stream), await member(stream)]
  const publisher = await rabbit.declarePublisher({ stream })
  await publish(publisher, numbers(0, 10))
  await until("the active member has all", () => active.received.length === 10)
  await active.storeLast()
  await active.leave()
  await publish(publisher, numbers(10, 20))
  await until("the next member has the rest", () => next.received.length >= 10)
  assert.deepEqual([active.received, next.received], [numbers(0, 10), numbers(10, 20)])
  await next.leave()
}

async function routes(rabbit, superStream, routingStrategy) {
  const publisher = await rabbit.declareSuperStreamPublisher(
    { superStream, routingStrategy },
    (content, { applicationProperties }) => applicationProperties.key,
  )
  for (const body of numbers(0, 300)) {
    await publisher.send(Buffer.from(body), { applicationProperties: { key: String(body % 3) } })
  }
  const partitions = new Map()
  let count = 0
  const consumer = await rabbit.declareSuperStreamConsumer(
    { superStream, consumerRef: "reader", offset: Offset.first() },
    (message, { streamName }) => {
      count++
      partitions.set(streamName, [...(partitions.get(streamName) ?? []), Number(message.content.toString())])
    },
  )
  await until(`300 messages of ${superStream}`, () => count >= 300)
  await consumer.close()
  await publisher.close()
  for (const bodies of partitions.values()) {
    assert.deepEqual(bodies, [...bodies].sort((a, b) => a - b), "the order of a partition")
    assert.equal(bodies.length, 100 * new Set(bodies.map((body) => body % 3)).size, "a key is in one partition")
  }
  return partitions
}

async function routesByHash(rabbit, streamName) {
  await rabbit.createSuperStream({ streamName, arguments: {} }, undefined, 3)
  await routes(rabbit, streamName, "hash")
  await rabbit.deleteSuperStream({ streamName })
}

async function routesByKey(rabbit, streamName) {
  await rabbit.createSuperStream({ streamName, arguments: {} }, ["0", "1", "2"])
  assert.equal((await routes(rabbit, streamName, "key")).size, 3)
  await rabbit.deleteSuperStream({ streamName })
}

const rabbit = await open()
const run = Date.now() // brokers may have streams of other runs
for (const part of [publishesAndReads, publishesAndReadsBatches, storesOnceWhatIsSentTwice, oneOfAGroupIsActive]) {
  const stream = `${part.name}-${run}`
  await rabbit.createStream({ stream, arguments: {} })
  await part(rabbit, stream)
  await rabbit.deleteStream({ stream })
  console.log(`${part.name}: ok`)
}
for (const part of [routesByHash, routesByKey]) {
  await part(rabbit, `${part.name}-${run}`)
  console.log(`${part.name}: ok`)
}
await rabbit.close()
process.exit(0) // its sockets may keep the process
