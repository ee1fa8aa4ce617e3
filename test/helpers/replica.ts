import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { DatabaseAddress } from '../../src/db/database.ts'
import type { DeliveryTimes } from '../../src/outbox/deliver/delivery-times.ts'
import type { LostAfter } from '../../src/reminders/tick/tick.ts'

export type ReplicaOptions = {
  readonly address: DatabaseAddress
  readonly teamId: string
  readonly botToken: string
  readonly apiUrl: string
  /** What its clock says until it is told another moment. */
  readonly at: string
  readonly times: DeliveryTimes
  readonly lost: LostAfter
  /** It puts itself to sleep once, there. */
  readonly sleeps?: 'before-post' | 'after-fence'
  readonly logLevel?: string
}

const PROGRAM = fileURLToPath(new URL('reminding-process.ts', import.meta.url))

/** Starts a process that sends reminders. Resolves at once; it works when `ready` does. */
export function startReplica(options: ReplicaOptions): {
  readonly process: ChildProcess
  readonly ready: Promise<unknown>
} {
  const process_ = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', PROGRAM, JSON.stringify(options)],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  )
  return { process: process_, ready: once(process_, 'message') }
}
