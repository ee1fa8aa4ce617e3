import { plainText } from '../../text/normalise.ts'
import type { Sentence } from '../read/sentence.ts'

/** Finds members by name in a plain text; a name that goes on in a digit or letter is another's. */
export function peopleIn(members: readonly string[]): (plain: string) => Sentence['people'] {
  const byFirst = new Map<string, { readonly name: string; readonly word: string }[]>()
  for (const name of members) {
    const word = plainText(name).plain
    if (word.length < 2) continue
    byFirst.set(word.charAt(0), [...(byFirst.get(word.charAt(0)) ?? []), { name, word }])
  }
  return (plain) => {
    const found: { from: number; to: number; name: string }[] = []
    for (let at = 0; at < plain.length; at++) {
      const one = byFirst.get(plain.charAt(at))?.find(({ word }) => plain.startsWith(word, at) && standsAlone(plain, at, at + word.length))
      if (one === undefined) continue
      found.push({ from: at, to: at + one.word.length, name: one.name })
      at += one.word.length - 1
    }
    return found
  }
}

function standsAlone(plain: string, from: number, to: number): boolean {
  const goesOn = (a: string, b: string): boolean => (/[a-z]/.test(a) && /[a-z]/.test(b)) || (/\d/.test(a) && /\d/.test(b))
  return !goesOn(plain.charAt(from - 1), plain.charAt(from)) && !goesOn(plain.charAt(to - 1), plain.charAt(to))
}
