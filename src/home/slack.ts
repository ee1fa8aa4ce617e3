import type { WebClient } from '@slack/web-api'
import { inTransaction } from '../context.ts'
import { deleteSeen } from '../members/answers/undelivered-store.ts'
import type { Caller } from '../members/caller.ts'
import type { Listeners } from '../slack/listener.ts'
import { startDrawing } from './drawing.ts'
import { createGallery } from './gallery.ts'
import { publishHome } from './publish-home.ts'
import { SEEN } from './undelivered.ts'

/** App Home while the program runs. `refresh` publishes it to somebody again, after a button of it was pressed. */
export type OpenHome = {
  readonly refresh: (caller: Caller, userId: string, client: WebClient) => Promise<void>
} & AsyncDisposable

/**
 * Registers App Home. Its buttons are the other slices' own. Drawing starts with the first picture somebody is to see,
 * and ends when what is returned is disposed of.
 */
export function registerHome(listeners: Listeners<Caller>): OpenHome {
  const drawing = startDrawing()
  const gallery = createGallery(drawing)
  listeners.home(async ({ caller, userId, client }) => await publishHome(caller, userId, client, gallery))
  listeners.action(SEEN, async ({ caller, userId, client, value }) => {
    await inTransaction(caller.ctx, async ({ db }) => await deleteSeen(db, caller.member.id, new Date(value)))
    await publishHome(caller, userId, client, gallery)
  })
  return {
    refresh: async (caller, userId, client) => await publishHome(caller, userId, client, gallery),
    [Symbol.asyncDispose]: async () => await drawing[Symbol.asyncDispose](),
  }
}
