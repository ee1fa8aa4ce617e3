import { plainText } from '../../text/normalise.ts'
import type { Scope } from '../claim/claim.ts'

/** A person, department, place, partner or material that a text names, from `from` to `to` of the plain text. */
export type ScopeWords = {
  readonly from: number
  readonly to: number
  readonly scope: keyof Scope
  /** As claims have it: of a member the id. */
  readonly value: string
}

/** Finds them, the longest at each place; a name that goes on in a digit or letter is another's. */
export function scopesIn(
  entries: readonly { readonly words: string; readonly scope: keyof Scope; readonly value: string }[],
): (plain: string) => readonly ScopeWords[] {
  const byFirst = new Map<
    string,
    { readonly word: string; readonly scope: keyof Scope; readonly value: string }[]
  >()
  for (const { words, scope, value } of entries) {
    const word = plainText(words).plain
    if (word.length < 2) continue
    byFirst.set(word.charAt(0), [...(byFirst.get(word.charAt(0)) ?? []), { word, scope, value }])
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.word.length - a.word.length)
  return (plain) => {
    const found: ScopeWords[] = []
    for (let at = 0; at < plain.length; at++) {
      const one = byFirst
        .get(plain.charAt(at))
        ?.find(({ word }) => plain.startsWith(word, at) && standsAlone(plain, at, at + word.length))
      if (one === undefined) continue
      found.push({ from: at, to: at + one.word.length, scope: one.scope, value: one.value })
      at += one.word.length - 1
    }
    return found
  }
}

function standsAlone(plain: string, from: number, to: number): boolean {
  const goesOn = (a: string, b: string): boolean =>
    (/[a-z]/.test(a) && /[a-z]/.test(b)) || (/\d/.test(a) && /\d/.test(b))
  const isCount = /\d/.test(plain.charAt(to - 1)) && /[人名位]/.test(plain.charAt(to))
  return (
    !isCount &&
    !goesOn(plain.charAt(from - 1), plain.charAt(from)) &&
    !goesOn(plain.charAt(to - 1), plain.charAt(to))
  )
}
