import type { Button } from '@slack/types'
import { say, type Locale } from '../locale.ts'
import { button } from '../slack/blocks.ts'

/** By the letter of a number: what opens the thing to be changed. */
const EDITS: Readonly<Record<string, string | undefined>> = {
  S: 'record.edit',
  A: 'record.edit',
  E: 'essay.resubmit',
  D: 'report.edit',
}

/** The button that opens what stands under a number, S-46, to be changed; null where nothing does. */
export function editButton(id: string, locale: Locale): Button | null {
  const action = EDITS[id.split('-')[0] ?? '']
  if (action === undefined) return null
  return button(say(locale, { zh: `修改 ${id}`, en: `Edit ${id}` }), action, id)
}
