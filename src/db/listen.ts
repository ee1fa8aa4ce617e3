import { setTimeout as wait } from 'node:timers/promises'
import type { PGlite } from '@electric-sql/pglite'
import pg from 'pg'

/** How often the connection is tried, and how long is waited before it is made again, in milliseconds. */
const HEARTBEAT = 60_000
const PAUSE = { first: 1_000, most: 30_000 }

/**
 * Hears what the database notifies on a channel. `hear` gets each payload, and null whenever some may have been missed: at
 * the start, and after the connection was lost. It is taken up again by itself, so a loss is never an error.
 */
export type Listen = (channel: string, hear: (payload: string | null) => void) => Promise<AsyncDisposable>

export function listenOnEngine(engine: PGlite): Listen {
  return async (channel, hear) => {
    const stop = await engine.listen(channel, hear)
    hear(null)
    return {
      [Symbol.asyncDispose]: async () => {
        if (!engine.closed) await stop()
      },
    }
  }
}

/** On a connection of its own, which lies quiet but for a heartbeat. */
export function listenOnServer(settings: pg.ClientConfig): Listen {
  return async (channel, hear) => {
    const ending = new AbortController()
    const running = keepListening(settings, { channel, hear, signal: ending.signal })
    return await Promise.resolve({
      [Symbol.asyncDispose]: async () => {
        ending.abort()
        await running
      },
    })
  }
}

type Listening = {
  readonly channel: string
  readonly hear: (payload: string | null) => void
  readonly signal: AbortSignal
}

async function keepListening(settings: pg.ClientConfig, { channel, hear, signal }: Listening): Promise<void> {
  let pause = PAUSE.first
  while (!signal.aborted) {
    const client = new pg.Client(settings)
    const lost = new AbortController()
    client.on('error', () => {
      lost.abort()
    })
    client.on('end', () => {
      lost.abort()
    })
    client.on('notification', ({ payload }) => {
      hear(payload ?? '')
    })
    try {
      await client.connect()
      await client.query(`listen ${pg.escapeIdentifier(channel)}`)
      pause = PAUSE.first
      hear(null)
      await untilLost(client, AbortSignal.any([signal, lost.signal]))
    } catch {
      // The same as a loss later on.
    }
    // A connection that is gone says no goodbye.
    await Promise.race([client.end().catch(() => null), wait(1_000)])
    await wait(pause, null, { signal }).catch(() => null)
    pause = Math.min(PAUSE.most, pause * 2)
  }
}

/** Returns when it is told to; throws when no answer to the heartbeat comes in time. */
async function untilLost(client: pg.Client, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await wait(HEARTBEAT, null, { signal }).catch(() => null)
    if (!signal.aborted) await client.query('select 1')
  }
}
