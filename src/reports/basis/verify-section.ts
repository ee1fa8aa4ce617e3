import { say } from '../../locale.ts'
import type { DraftBasis } from './draft-basis.ts'
import { lengthNotes } from './length.ts'
import { inconsistentFigures } from './one-figure.ts'
import type { Source } from '../../claims/sources/source.ts'
import { verifyText, type Verdict, type VerdictNote } from '../../claims/bind/verify-text.ts'

/**
 * Verifies a section's text against the records it was frozen with, and against the terms of its house style. `sources`:
 * where its figures come from, as carried with it. Records left unused are those that feed it. Pure.
 */
export function verifySection(text: string, basis: DraftBasis, sources?: readonly Source[] | null): Verdict {
  const wanted = new Set(basis.factIds)
  const own = basis.ledger.facts
    .filter(({ id, detail }) => wanted.has(id) && detail === undefined && isOfOwnKind(basis.about[id]))
    .flatMap(({ recordIds }) => recordIds)
  const verdict = verifyText(text, basis.ledger, { locale: basis.locale, sources: sources ?? [] })
  const notes = [
    ...verdict.notes,
    ...termNotes(text, basis),
    ...lengthNotes(text, basis),
    ...inconsistentFigures(text, verdict.spans, basis.locale),
  ].sort((a, b) => a.start - b.start)
  return withinSection({ ...verdict, notes }, new Set(own))
}

/** The total of a whole family holds records that feed other sections. */
function isOfOwnKind(about: DraftBasis['about'][string] | undefined): boolean {
  return about === undefined || about.family === null || about.kinds.length > 0
}

/** Only the section's own records can be missed in it. */
export function withinSection(verdict: Verdict, recordIds: ReadonlySet<string>): Verdict {
  return { ...verdict, unusedRecordIds: verdict.unusedRecordIds.filter((id) => recordIds.has(id)) }
}

/** Terms of the house style that stand in the text and must not, and that must and do not. */
export function termNotes(text: string, { style, locale }: DraftBasis): VerdictNote[] {
  const plain = text.toLowerCase()
  const forbidden = style.mustNotUse.flatMap((term) => {
    const start = plain.indexOf(term.toLowerCase())
    const reason = say(locale, {
      zh: `行文要求不许用“${term}”。`,
      en: `The house style does not allow “${term}”.`,
    })
    return start < 0 ? [] : [note(text.slice(start, start + term.length), start, reason)]
  })
  const missing = style.mustUse
    .filter((term) => !plain.includes(term.toLowerCase()))
    .map((term) => {
      const said = {
        zh: `行文要求写到“${term}”，文中没有。`,
        en: `The house style asks for “${term}”; the text lacks it.`,
      }
      return { ...note('', text.length, say(locale, said)), text: term }
    })
  return [...forbidden, ...missing]
}

function note(text: string, start: number, reason: string): VerdictNote {
  return { kind: 'style', text, start, end: start + text.length, reason }
}

/** A fact sheet with the workspace's names as they are now: names are no records, so they are not frozen with them. */
export function withLexicon(basis: DraftBasis, lexicon: readonly string[]): DraftBasis {
  return { ...basis, ledger: { ...basis.ledger, lexicon } }
}
