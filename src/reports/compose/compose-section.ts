import { composeChinese } from './chinese/chinese.ts'
import { composeEnglish } from './english/english.ts'
import { notedGaps, notedSteps } from './matter/notes.ts'
import { say } from '../../locale.ts'
import { bareTitle } from '../outline/outline.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'

/**
 * Writes a section by rules, without a model: sentences with slots (`{{f12}}`, `{{r3.day}}`) in the outline's language and
 * house style. Every figure and day is a slot; where a section asks for what nobody recorded, 【待补：…】 stands. Pure.
 */
export function composeSection(basis: DraftBasis): string {
  if (basis.ledger.records.length === 0) return nothingRecorded(basis)
  return basis.locale === 'zh' ? composeChinese(basis) : composeEnglish(basis)
}

/** A period of which nothing is recorded has no gaps either: nobody can know. */
function nothingRecorded(basis: DraftBasis): string {
  const { section, periodWords, locale } = basis
  const said = {
    zh: `${periodWords.zh}没有任何记录，本部分无从写起。【待补：${bareTitle(section.title)}的记录】`,
    en: `There are no records of ${periodWords.en}, so nothing can be said here. [to be added: records for ${bareTitle(section.title)}]`,
  }
  return [say(locale, said), ...notedGaps(basis), ...notedSteps(basis)].join('\n\n')
}
