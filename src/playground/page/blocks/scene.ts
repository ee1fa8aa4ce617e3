import type { ClickRequest, Container, ElementInput, FileSeen } from '../../protocol/protocol.ts'
import { askConfirm } from '../widgets/confirm-dialog.ts'
import { containerKey, type Page } from '../base/page.ts'
import type { Element } from '../base/shapes.ts'

export type Values = Record<string, Record<string, ElementInput>>

/** Where blocks stand, and what has been put into their inputs. */
export type Scene = {
  page: Page
  container: Container
  /** What the person put in so far: outlives a redraw, so nothing typed is lost when errors come back. */
  values: Values
  /** What the bot was told before, for inputs not touched since the page was loaded. */
  told: Values
  errors: Readonly<Record<string, string>>
  files: readonly FileSeen[]
}

const kept = new Map<string, Values>()

/** The values kept for a message or a view. */
export function valuesOf(container: Container): Values {
  const key = containerKey(container)
  const values = kept.get(key) ?? {}
  kept.set(key, values)
  return values
}

/** A view that was closed begins anew if it ever comes back. */
export function forgetValues(container: Container): void {
  kept.delete(containerKey(container))
}

export function keep(values: Values, blockId: string, actionId: string, input: ElementInput): void {
  values[blockId] = { ...values[blockId], [actionId]: input }
}

/** Tells the bot that the person acted on an element, after asking them if the bot wants that asked. */
export async function act(
  scene: Scene,
  blockId: string,
  element: Element,
  input: ElementInput,
): Promise<void> {
  const agreed = element.confirm === undefined || (await askConfirm(scene.page, element.confirm))
  if (!agreed || element.action_id === undefined) return
  const click: Omit<ClickRequest, 'as'> = {
    container: scene.container,
    action_id: element.action_id,
    values: scene.values,
    ...input,
  }
  if (blockId !== '') click.block_id = blockId
  await scene.page.post('click', click)
}
