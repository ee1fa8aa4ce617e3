import { say, type Locale } from '../../locale.ts'
import type { VerdictNote } from '../../claims/bind/verify-text.ts'
import type { DraftBasis } from './draft-basis.ts'

/**
 * How long a text is, as the outline counts: in Chinese every sign, a number or a Latin word as one (字数 as word
 * processors tell it); in English words. Pure.
 */
export function lengthOf(text: string, locale: Locale): number {
  if (locale === 'zh') return text.match(/[\p{Script=Latin}\p{N}.,%’'-]+|\S/gu)?.length ?? 0
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

/** What is said of a section that is shorter or longer than its outline asks; null: it is neither. Pure. */
export function lengthFault(
  text: string,
  { section, locale }: Pick<DraftBasis, 'section' | 'locale'>,
): { readonly isShort: boolean; readonly said: string } | null {
  const { from, to } = section.length
  const long = lengthOf(text, locale)
  if (long >= from && long <= to) return null
  const isShort = long < from
  const said = say(locale, {
    zh: `现有${long}字，提纲要求${from}至${to}字，${isShort ? '偏短' : '偏长'}。`,
    en: `${long} ${long === 1 ? 'word' : 'words'}; the outline asks for ${from} to ${to}: it is too ${isShort ? 'short' : 'long'}.`,
  })
  return { isShort, said }
}

/** The note under a version of the wrong length. */
export function lengthNotes(text: string, basis: DraftBasis): VerdictNote[] {
  const fault = text.trim() === '' ? null : lengthFault(text, basis)
  if (fault === null) return []
  const end = text.length
  const what = say(basis.locale, { zh: '篇幅', en: 'Length' })
  return [{ kind: 'style', text: what, start: end, end, reason: fault.said }]
}
