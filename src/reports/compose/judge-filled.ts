import { say, type Locale } from '../../locale.ts'
import type { Verdict, VerdictSpan } from '../../claims/bind/verify-text.ts'
import { carry } from '../../claims/sources/carry.ts'
import type { Source } from '../../claims/sources/source.ts'
import { slotSourcesOf } from '../../claims/slots/slot-sources.ts'
import type { FilledSlot, FilledText } from '../../claims/slots/slots.ts'
import { scanText } from '../../claims/scan/scan-text.ts'
import { unitsAgree } from '../../text/units.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import { lengthFault } from '../basis/length.ts'
import { termNotes, verifySection } from '../basis/verify-section.ts'

/** A filled text with where its figures come from, how it stands, and what its writer is told to mend. */
export type JudgedText = {
  readonly text: string
  readonly sources: readonly Source[]
  readonly verdict: Verdict
  readonly faults: readonly string[]
}

/** Facts named that a short text leaves out. */
const UNUSED_TOLD = 12
/** Faults told at most. */
const TOLD = 40

/** Judges a text right after its slots were filled. `terms`: whether it has to keep to the terms of the house style. Pure. */
export function judgeFilled(
  filled: FilledText,
  basis: DraftBasis,
  { terms = true }: { readonly terms?: boolean } = {},
): JudgedText {
  const { text } = filled
  const sources = slotSourcesOf(filled)
  const verdict = withDaysOfSlots(verifySection(text, basis, sources), filled, basis)
  const termFaults = terms ? termNotes(text, basis).map((note) => `${note.text}: ${note.reason}`) : []
  const wrong = [
    ...slotFaults(filled, basis.locale),
    ...termFaults,
    ...figureFaults(filled, verdict, basis.locale),
  ]
  // Length alone is said and costs no second answer; where there is one anyway, it is asked for too.
  const faults = wrong.length > 0 && terms ? [...wrong, ...lengthFaults(filled, basis)] : wrong
  return { text, sources, verdict, faults: faults.slice(0, TOLD) }
}

/** A day that a record's slot wrote is that record's, whatever the words beside it say. */
function withDaysOfSlots(
  verdict: Verdict,
  { spans: slots }: FilledText,
  { notable, locale }: DraftBasis,
): Verdict {
  const summary = { ...verdict.summary }
  const spans = verdict.spans.map((span): VerdictSpan => {
    const slot = slots.find(
      ({ slot, kind, start, end }) =>
        kind === 'record' && slot.includes('.') && span.start <= start && end <= span.end,
    )
    const record = slot === undefined ? undefined : notable[Number(slot.id.slice(1)) - 1]
    if (span.kind !== 'date' || record === undefined || span.state === 'exact') return span
    summary[span.state] -= 1
    summary.exact += 1
    const { recordId } = record
    const reason = say(locale, { zh: `记录 ${recordId} 的日期。`, en: `The day of record ${recordId}.` })
    return {
      kind: 'date',
      text: span.text,
      start: span.start,
      end: span.end,
      state: 'exact',
      fact: null,
      recordIds: [recordId],
      reason,
    }
  })
  return { ...verdict, spans, summary }
}

/**
 * Whether a text that was sent back may be taken: it has fewer faults, and no figure that was right stands for another
 * claim now. Pure.
 */
export function isMended(first: JudgedText, second: JudgedText): boolean {
  if (second.faults.length >= first.faults.length) return false
  const right = first.sources.filter(({ start, end }) =>
    first.verdict.spans.some(
      (span) => span.sourced && span.state !== 'conflict' && span.start <= start && end <= span.end,
    ),
  )
  return carry(second.text, [{ text: first.text, sources: right }]).every(({ start, key }) => {
    const own = second.sources.find((source) => source.start === start)
    return own?.key === key
  })
}

/** Told with what the sheet has beside what was used, so that a longer text is no emptier one. */
function lengthFaults({ text, spans }: FilledText, basis: DraftBasis): string[] {
  const fault = lengthFault(text, basis)
  if (fault === null) return []
  const used = new Set(spans.flatMap(({ slot }) => slot.match(/f\d+/g) ?? []))
  const wanted = new Set(basis.factIds)
  const unused = basis.ledger.facts
    .filter(
      ({ id, detail, compares }) =>
        wanted.has(id) && !used.has(id) && detail === undefined && compares === undefined,
    )
    .map(({ label }) => label)
    .slice(0, UNUSED_TOLD)
  const more = say(basis.locale, {
    zh: `数据中还有：${unused.join('、')}。`,
    en: ` The data also has: ${unused.join(', ')}.`,
  })
  return [`${fault.said}${fault.isShort && unused.length > 0 ? more : ''}`]
}

function slotFaults(filled: FilledText, locale: Locale): string[] {
  return filled.faults.map(({ slot, reason, start, end }) =>
    formatFault(slot, sentenceWithSlots(filled, start, end), reason[locale], locale),
  )
}

/** Never a value: a model that is told one writes it. What an editor wrote is not the model's to mend. */
function figureFaults(filled: FilledText, verdict: Verdict, locale: Locale): string[] {
  const notes = filled.spans.filter(({ kind }) => kind === 'note')
  const isOwn = ({ start }: { readonly start: number }): boolean =>
    !notes.some((note) => start >= note.start && start < note.end)
  const figures = verdict.spans.filter(isOwn).flatMap((span) => {
    const slot = filled.spans.find(({ claim, start, end }) => claim && start < span.end && span.start < end)
    const fault = slot === undefined ? typedFault(span, locale) : slotFault(span, slot, locale)
    if (fault === null) return []
    const sentence = sentenceWithSlots(filled, span.start, span.end)
    return [formatFault(slot?.slot ?? span.text, sentence, fault, locale)]
  })
  const names = verdict.notes
    .filter(({ kind }) => kind === 'name' || kind === 'title')
    .filter(isOwn)
    .map(({ text, reason }) => `${text}: ${reason}`)
  return [...figures, ...names]
}

/** What is wrong about a figure that no slot wrote; null: nothing. */
function typedFault({ kind, state }: VerdictSpan, locale: Locale): string | null {
  if (state !== 'unsupported' && state !== 'conflict' && state !== 'proposed') return null
  return kind === 'date'
    ? say(locale, { zh: '日期没有记录为据，请去掉', en: 'no record bears this date out; leave it out' })
    : say(locale, {
        zh: '不是由占位符写出的；请改用所指事实的占位符，或者去掉',
        en: 'not written by a slot; use the slot of the fact that is meant, or leave it out',
      })
}

/** What is wrong about a figure beside its slot; null: nothing. */
function slotFault(span: VerdictSpan, { claim }: FilledSlot, locale: Locale): string | null {
  if (claim === undefined) return null
  const { label, unit, unitAliases } = claim.value
  if (span.doubt === 'words')
    return say(locale, {
      zh: `句中的话与这一事实（${label}）不符；请改写这句话，或换用所指事实的占位符`,
      en: `the words of the sentence do not fit this fact (${label}); reword it, or use the slot of the fact that is meant`,
    })
  if (span.state !== 'conflict') return null
  const isUnit = !unitsAgree(unitBehind(span), unit, unitAliases)
  return isUnit
    ? say(locale, {
        zh: `后面的量词应为“${unit}”（${label}）`,
        en: `what follows must count in “${unit}” (${label})`,
      })
    : say(locale, {
        zh: '前后另写了数字或约数词，改变了它的数值；请去掉',
        en: 'a number or a word like "about" beside it changes its value; take that out',
      })
}

/** The unit that stands behind a figure; null: none is read. */
function unitBehind({ text }: VerdictSpan): string | null {
  const [figure] = scanText(text)
  return figure?.kind === 'figure' ? figure.unit : null
}

function formatFault(what: string, sentence: string, fault: string, locale: Locale): string {
  return say(locale, { zh: `${what}（“${sentence}”）：${fault}`, en: `${what} (in “${sentence}”): ${fault}` })
}

/** The sentence in which something stands, as the model wrote it: with its slots. */
function sentenceWithSlots({ text, spans, faults }: FilledText, start: number, end: number): string {
  const stops = /[。！？；\n]|[.!?;](?=\s|$)/g
  let from = 0
  for (const stop of text.slice(0, start).matchAll(stops)) from = stop.index + 1
  stops.lastIndex = end
  const to = stops.exec(text)?.index ?? text.length
  let sentence = ''
  let at = from
  for (const one of [...spans, ...faults].toSorted((a, b) => a.start - b.start)) {
    if (one.start < at || one.end > to) continue
    sentence += text.slice(at, one.start) + one.slot
    at = one.end
  }
  return (sentence + text.slice(at, to)).trim().slice(0, 200)
}
