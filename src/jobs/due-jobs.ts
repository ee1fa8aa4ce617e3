import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'

/** The queues that are worked here, and how their workers are woken. */
export type Worked = {
  readonly queues: () => readonly string[]
  readonly wake: (queue: string) => void
  readonly log: Log
}

/**
 * Looks every few seconds, in one statement for all queues, which of them hold jobs whose time has come, and wakes their
 * workers. Notices tell of jobs that can run when they are added; this finds the others. What goes wrong is logged once
 * until it goes right again.
 */
export function lookForDueJobs(database: Database, worked: Worked, seconds: number): AsyncDisposable {
  let running: Promise<void> | null = null
  let hasFailed = false
  const look = async () => {
    try {
      for (const { queue } of await listDue(database, worked.queues())) worked.wake(queue)
      hasFailed = false
    } catch (error) {
      if (!hasFailed) worked.log.warn({ err: error }, 'due jobs could not be looked for; it is tried again')
      hasFailed = true
    }
    running = null
  }
  const timer = setInterval(() => {
    running ??= look()
  }, seconds * 1000)
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await running
    },
  }
}

/** For how many seconds the oldest job of these queues has been waiting though its time had come; null: none has. */
export async function oldestDueSeconds(
  database: Database,
  queues: readonly string[],
): Promise<number | null> {
  const due = await listDue(database, queues)
  return due.length === 0 ? null : Math.max(...due.map(({ waits }) => waits))
}

async function listDue(
  database: Database,
  queues: readonly string[],
): Promise<{ queue: string; waits: number }[]> {
  if (queues.length === 0) return []
  const { rows } = await sql<{ queue: string; waits: number }>`
    select name as queue, extract(epoch from now() - min(start_after))::float8 as waits
    from pgboss.job
    where name in (${sql.join(queues)}) and state < 'active' and not blocked and start_after <= now()
    group by name`.execute(database.base)
  return rows
}

/**
 * Moves what waits in the one queue that all workspaces shared before into this workspace's own. What a process of that
 * time still has under way comes back to the old queue when it fails, and is taken over at the next start.
 */
export async function takeOverOldJobs(
  database: Database,
  { queue, full, teamId }: { readonly queue: string; readonly full: string; readonly teamId: string },
): Promise<void> {
  await sql`
    update pgboss.job set name = ${full}
    where name = ${queue} and state < 'active' and data->>'teamId' = ${teamId}`.execute(database.base)
}
