import { z } from 'zod'

/** What a person was called by, before they were erased. Travels in Slack's button and form, never in the database. */
export const oldNames = z.object({
  name: z.string(),
  email: z.string().nullable(),
  slackUserId: z.string().nullable(),
  /** The office's number. */
  externalId: z.string().nullable(),
})
export type OldNames = Readonly<z.infer<typeof oldNames>>

/** Characters around a hit that are shown. */
const [BEFORE, AFTER] = [12, 24]

/**
 * What is looked for in texts, the longest first. The office's number only when it holds a letter: 2022 is a year in
 * most texts.
 */
export function wordsOf({ name, email, slackUserId, externalId }: OldNames): string[] {
  const number = externalId !== null && /\p{L}/u.test(externalId) ? externalId : null
  const words = [name, email, slackUserId, number].filter((word) => word !== null && word.trim() !== '')
  return [...new Set(words as string[])].sort((one, other) => other.length - one.length)
}

/**
 * Finds every word, whatever its case. Latin letters and digits end where a token ends: Ann is not in Anne, while Chinese
 * has no spaces, so that 李明 is found in 由李明主讲 (and in 李明明: a person looks at each).
 */
export function patternOf(words: readonly string[]): RegExp {
  const token = String.raw`[\p{Script=Latin}\p{N}_]`
  const edge = new RegExp(token, 'u')
  const parts = words.map((word) => {
    const [first = '', last = ''] = [[...word][0], [...word].at(-1)]
    const before = edge.test(first) ? `(?<!${token})` : ''
    const after = edge.test(last) ? `(?!${token})` : ''
    return `${before}${RegExp.escape(word)}${after}`
  })
  return new RegExp(parts.join('|'), 'giu')
}

/** The first hit of a text with a few characters around it, on one line; null: there is none. */
export function excerptOf(text: string, pattern: RegExp): string | null {
  const at = text.search(pattern)
  if (at < 0) return null
  const [from, to] = [Math.max(0, at - BEFORE), at + AFTER]
  const cut = text.slice(from, to).replaceAll(/\s+/g, ' ').toWellFormed().replaceAll('\uFFFD', '')
  return `${from > 0 ? '…' : ''}${cut}${to < text.length ? '…' : ''}`
}
