import { scanText } from '../scan/scan-text.ts'
import { claimKey } from '../sources/claim-key.ts'
import { formulaParts } from '../sources/claim-values.ts'
import type { Source } from '../sources/source.ts'
import { withoutSlots } from '../slot-words/read-slot.ts'
import type { SlotSources } from './slot-types.ts'

/**
 * A part of a text (from `start`, UTF-16) as a model is shown it: figures with a source are its slots again, {{f12}},
 * {{f12~}}, {{f12w}}, {{f12+f13}}, {{r7.people}}. A figure whose claim is not offered, or that is bent as no slot can say it,
 * stays as it is; so does one at odds with its source (`isRight` says). What people typed that looks like a slot is made
 * inert. Pure.
 */
export function textWithSlots(
  part: { readonly text: string; readonly start: number },
  sources: readonly Source[],
  offered: SlotSources,
  isRight: (source: Source) => boolean,
): string {
  const nameOf = slotNames(offered)
  let filled = ''
  let at = 0
  for (const source of sources.toSorted((a, b) => a.start - b.start)) {
    const [from, to] = [source.start - part.start, source.end - part.start]
    if (from < at || to > part.text.length || !isRight(source)) continue
    const name = nameOf(source.key)
    const form = formOf(part.text.slice(from, to), source)
    if (name === null || form === null) continue
    filled += `${withoutSlots(part.text.slice(at, from))}{{${name}${form}}}`
    at = to
  }
  return filled + withoutSlots(part.text.slice(at))
}

/** What follows the slot's name for a figure as it is written; null: no slot writes it. */
function formOf(written: string, { form }: Source): '' | '~' | 'w' | null {
  const [span] = scanText(written)
  if (form === 'words') return 'w'
  if (span?.kind !== 'figure') return null
  return span.amount.approximation === 'exact' ? '' : span.amount.approximation === 'above' ? '~' : null
}

/** The name of the slot that stands for a claim; null: none is offered. */
function slotNames({ facts, records, days }: SlotSources): (key: string) => string | null {
  if (days === undefined) return () => null
  const ids = new Map(facts.map(({ id, key }) => [claimKey(key, days), id]))
  const signs = { sum: '+', difference: '-', share: '/' } as const
  return (key) => {
    const id = ids.get(key)
    if (id !== undefined) return id
    const formula = formulaParts(key)
    if (formula !== null) {
      const parts = formula.parts.map((part) => ids.get(part))
      if (parts.includes(undefined)) return null
      return `${parts.join(signs[formula.how])}${formula.how === 'share' ? '%' : ''}`
    }
    const [, what, recordId] = /^record\.([^:]*):([^@]*)@/.exec(key) ?? []
    const record = records.find((one) => one.recordId === recordId)
    return record === undefined ? null : `${record.id}.${what}`
  }
}
