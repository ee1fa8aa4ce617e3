import { slotSources } from './build-drafting-prompt.ts'
import { composeChinese } from './chinese.ts'
import { composeEnglish } from './english.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import { slotSourcesOf } from '../../claims/slots/slot-sources.ts'
import { fillSlots } from '../../claims/slots/slots.ts'
import { verifyText } from '../../claims/bind/verify-text.ts'

/**
 * Writes a section by rules, without a model: plain sentences with slots (`{{f12}}`) in the outline's language and house
 * style. It says only what the facts say; where a section asks for what nobody recorded, 【待补：…】 stands.
 * A sentence whose figures the verifier does not trace to the records is left out, so that nothing doubtful is ever
 * composed; only what an editor wrote stands as it is, and is shown as what it is. Pure.
 */
export function composeSection(basis: DraftBasis): string {
  let template = basis.locale === 'zh' ? composeChinese(basis) : composeEnglish(basis)
  for (let round = 0; round < ROUNDS; round++) {
    const kept = withoutDoubtful(template, basis)
    if (kept === template) return template
    template = kept
  }
  return sentencesOf(template)
    .filter((sentence) => !/\{\{(?!n\d)/.test(sentence))
    .join('')
}

const ROUNDS = 5

function withoutDoubtful(template: string, basis: DraftBasis): string {
  const sources = { ...slotSources(basis), facts: basis.ledger.facts }
  const fill = (text: string) => fillSlots(text, sources, { locale: basis.locale })
  const filled = fill(template)
  const notes = filled.spans.filter(({ kind }) => kind === 'note')
  const doubtful = verifyText(filled.text, basis.ledger, { sources: slotSourcesOf(filled) }).spans.filter(
    ({ state, start }) =>
      state !== 'exact' &&
      state !== 'derived' &&
      !notes.some((note) => start >= note.start && start < note.end),
  )
  if (doubtful.length === 0) return template
  let at = 0
  const kept = sentencesOf(template).filter((sentence) => {
    const from = at
    at += fill(sentence).text.length
    return !doubtful.some(({ start }) => start >= from && start < at)
  })
  return kept
    .join('')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

/** With what ends them, so that they join to the whole. */
function sentencesOf(template: string): string[] {
  return template.split(/(?<=。)|(?<=\n)|(?<=\. )/u)
}
