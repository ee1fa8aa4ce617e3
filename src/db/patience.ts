import type pg from 'pg'
import { NoAnswer } from './failures.ts'

/** How long is waited for PostgreSQL, in milliseconds. */
export type Patience = {
  /** Until a connection stands, or one of the pool is free. */
  readonly connect: number
  /** For the start of a transaction, which waits for no lock: so a dead connection shows soon. */
  readonly begin: number
  /** For any statement, by the server's own clock: it ends the statement, and the connection stays good. */
  readonly statement: number
  /** Added to the above before a server that says nothing at all is taken for gone. */
  readonly grace: number
}

export const PATIENCE: Patience = { connect: 5_000, begin: 4_000, statement: 10_000, grace: 2_000 }

/** What @types/pg leaves out. */
type WithStream = { readonly connection: { readonly stream: { destroy(error?: Error): void } } }
type Query = (...asked: unknown[]) => unknown

/**
 * Lets the pool drop a connection on which an answer does not come in time: one that died without a goodbye, as behind a
 * firewall that forgot it, would be waited for for ever, and so would all that is asked on it after. Whoever waits on it is
 * told NoAnswer. What lies idle beside it has most likely died with it, and is dropped too; new ones take their place.
 */
export function losePatience(pool: pg.Pool, patience: Patience): void {
  const idle = new Set<pg.PoolClient>()
  pool.on('release', (error, client) => {
    if (!error) idle.add(client)
  })
  pool.on('acquire', (client) => idle.delete(client))
  pool.on('remove', (client) => idle.delete(client))
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as Query
    const askedInTime: Query = (...asked) => {
      const answer = query(...asked)
      if (!(answer instanceof Promise)) return answer
      const limit = asked[0] === 'begin' ? patience.begin : patience.statement + patience.grace
      return within(answer, limit, (reason) => {
        for (const one of [client, ...idle]) (one as unknown as WithStream).connection.stream.destroy(reason)
      })
    }
    client.query = askedInTime as typeof client.query
  })
}

async function within<T>(answer: Promise<T>, limit: number, drop: (reason: Error) => void): Promise<T> {
  let late: NoAnswer | null = null
  let isAnswered = false
  const timer = setTimeout(() => {
    // What lies in the kernel already, because this process was busy or asleep, is read first.
    setImmediate(() => {
      if (isAnswered) return
      late = new NoAnswer(`PostgreSQL did not answer within ${limit / 1000} s`)
      drop(late)
    })
  }, limit)
  try {
    return await answer
  } catch (error) {
    throw late ?? error
  } finally {
    isAnswered = true
    clearTimeout(timer)
  }
}
