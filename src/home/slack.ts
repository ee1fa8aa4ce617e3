import type { Caller } from '../members/caller.ts'
import type { Listeners } from '../slack/listener.ts'
import { startDrawing } from './drawing.ts'
import { createGallery } from './gallery.ts'
import { publishHome } from './publish-home.ts'

/**
 * Registers App Home. Its buttons are the other slices' own. Drawing starts with the first picture somebody is to see,
 * and ends when what is returned is disposed of.
 */
export function registerHome(listeners: Listeners<Caller>): AsyncDisposable {
  const drawing = startDrawing()
  const gallery = createGallery(drawing)
  listeners.home(async ({ caller, userId, client }) => {
    await publishHome(caller, userId, client, gallery)
  })
  return drawing
}
