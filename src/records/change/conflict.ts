import { notYetStored } from '../../storage-words.ts'
import { translator } from '../../locale.ts'
import { mention } from '../../slack/mrkdwn.ts'
import { formatDifference, type MergedEdit } from '../words/difference.ts'
import type { FormField, RecordPart } from '../words/field-words.ts'
import type { LoggedRecord, RecordDetails } from '../record/record.ts'
import type { Audience } from '../words/in-words.ts'
import type { Catalog } from '../words/view.ts'

/**
 * Tells the second of two editors who changed the record meanwhile, what was taken over from them, and where both
 * changed the same. mrkdwn lines, people's text escaped. `authors`: the member ids of the others, oldest change first.
 */
export function formatConflict(
  edit: {
    readonly base: RecordDetails
    readonly current: LoggedRecord
    readonly mine: RecordDetails
    readonly merged: MergedEdit
    readonly authors: readonly string[]
  },
  catalog: Catalog,
  audience: Audience,
): string[] {
  const { base, current, mine, merged } = edit
  const { locale } = audience
  const t = translator(locale)

  const others = [...new Set(edit.authors)].flatMap((id) => catalog.members.get(id) ?? []).map(mention)
  const who = others.join(locale === 'zh' ? '、' : ', ') || t('导入', 'An import')
  const { id, revision } = current
  const head = t(
    `:busts_in_silhouette: *您修改期间，${who} 改了 ${id}（现为第 ${revision} 版）。${notYetStored.conflict.zh}。*`,
    `:busts_in_silhouette: *${who} changed ${id} while you edited it (now revision ${revision}). ${notYetStored.conflict.en}.*`,
  )
  const taken = merged.taken.map((part) =>
    t(
      `对方改的，已填入表单 — ${formatDifference(part, base, current, catalog, audience)}`,
      `Theirs, now in the form — ${formatDifference(part, base, current, catalog, audience)}`,
    ),
  )
  const clashing = merged.clashing.map((part) =>
    t(
      `:warning: 两人都改了，${notYetStored.savingTakesYours.zh} — 对方 → 您：${formatDifference(part, current, mine, catalog, audience)}`,
      `:warning: Both changed it; ${notYetStored.savingTakesYours.en} — theirs → yours: ${formatDifference(part, current, mine, catalog, audience)}`,
    ),
  )
  const same = t('两人的修改相同，没有不同之处。', 'Both of you made the same change; nothing differs.')
  const lines = [...taken, ...clashing]
  return [head, ...(lines.length === 0 ? [same] : lines)]
}

/** The fields of the form that show these parts. Evidence has none. */
export function replacedFields(parts: readonly RecordPart[]): FormField[] {
  return parts.flatMap((part): FormField[] => {
    if (part === 'evidence') return []
    if (part === 'headCount') return ['headCount', 'expected', 'excused']
    return part === 'date' ? ['date', 'endDate'] : [part]
  })
}
