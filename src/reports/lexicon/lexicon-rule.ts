import { MemberFacingError } from '../../errors.ts'
import type { Ledger } from '../../claims/facts/fact.ts'
import { scanText } from '../../claims/scan/scan-text.ts'
import { verifyText } from '../../claims/bind/verify-text.ts'

/** Letters beside the numeral and its unit: 8次 is no name, 八办 hardly one. */
const LETTERS = 2
const LENGTH = { from: 2, to: 40 } as const

/**
 * A name that holds a numeral, fit for the lexicon. Since its figures are not checked any more, it must be more than the
 * bare figure, and must not state a figure that the records know something of. Throws MemberFacingError. Pure.
 */
export function readTerm(text: string, ledger: Ledger | null): string {
  const term = text.replaceAll(/\s+/g, ' ').trim()
  if (term.length < LENGTH.from || term.length > LENGTH.to) throw wrongLength(term)
  const spans = scanText(term).filter(
    ({ kind }) => kind === 'figure' || kind === 'date' || kind === 'ordinal',
  )
  if (spans.length === 0) throw noNumeral(term)
  const rest = spans.reduce((left, span) => left.replace(span.text, ' '), term)
  if ((rest.match(/\p{L}/gu)?.length ?? 0) < LETTERS) throw bareFigure(term)
  const spoken = ledger === null ? [] : verifyText(term, ledger).spans.flatMap(({ fact }) => fact ?? [])
  const [stated] = spoken
  if (stated !== undefined) throw knownFigure(term, stated.label)
  return term
}

function wrongLength(term: string): MemberFacingError {
  const shown = term.slice(0, 60)
  return new MemberFacingError({
    zh: `“${shown}”有 ${term.length} 个字；名称要 ${LENGTH.from} 到 ${LENGTH.to} 个字。`,
    en: `"${shown}" has ${term.length} characters; a name has ${LENGTH.from} to ${LENGTH.to}.`,
  })
}

function noNumeral(term: string): MemberFacingError {
  return new MemberFacingError({
    zh: `“${term}”里没有会被当作数字的字，不必加入。`,
    en: `"${term}" holds nothing that would be read as a figure, so there is nothing to add.`,
  })
}

function bareFigure(term: string): MemberFacingError {
  return new MemberFacingError({
    zh: `“${term}”就是数字本身，加入后任何地方的这个数字都不再核对。请写出完整的名称，例如“三个一工程”；确有来源的数字请用“确认数字”。`,
    en: `"${term}" is the figure itself: once added, it would not be checked anywhere. Write the whole name, like "the 3-in-1 programme"; for a figure with a source use Confirm a figure.`,
  })
}

function knownFigure(term: string, label: string): MemberFacingError {
  return new MemberFacingError({
    zh: `“${term}”说的是记录里的数字（${label}），不能当作名称。请更正数字或记录。`,
    en: `"${term}" states a figure of the records (${label}) and is no name. Correct the figure or the record.`,
  })
}
