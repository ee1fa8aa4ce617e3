import type { Done, ModalSeen, ShortcutRequest } from '../../src/playground/protocol/protocol.ts'
import type { TestHouse } from '../helpers/house.ts'
import type { Person } from '../helpers/person.ts'

/** A field of an open form: its hint, and its element as the bot sent it. */
export function elementOf(
  form: ModalSeen,
  block: string,
): { readonly element: Readonly<Record<string, unknown>>; readonly hint: string } {
  const found = form.view.blocks.find(({ block_id: id }) => id === block)
  if (found === undefined || !('element' in found)) throw new Error(`the form has no field ${block}`)
  const hint = 'hint' in found ? (found.hint?.text ?? '') : ''
  return { element: { ...found.element }, hint }
}

/** What a form says beside its fields. */
export function topWords(form: ModalSeen): string {
  return form.view.blocks
    .filter(({ type }) => type === 'context' || type === 'section')
    .map((block) => JSON.stringify(block))
    .join('\n')
    .replaceAll('\\n', '\n')
}

/** Uses a shortcut of the app or of a message. */
export async function shortcut(
  house: TestHouse,
  person: Person,
  request: Omit<ShortcutRequest, 'as'>,
): Promise<void> {
  const answer = await fetch(`${house.url}/people/shortcut`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: person.id, ...request }),
  })
  const { ok, error, detail } = (await answer.json()) as Done
  if (!ok) throw new Error(`${request.callback_id}: ${error ?? ''} ${detail ?? ''}`)
}
