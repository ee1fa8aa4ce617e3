import { matchedParagraphs, paragraphsOf } from './changed-paragraphs.ts'

/** Where two people changed the same place: what the merged text holds, and what the other person wrote. */
export type Clash = { readonly mine: string; readonly theirs: string }

export type Merged = { readonly paragraphs: readonly string[]; readonly clashes: readonly Clash[] }

/**
 * Puts two people's changes of one text together, by paragraphs: what only one of them changed is taken from that one.
 * Where both did, `mine` stands and the clash tells the other's, so that neither is lost. Pure.
 */
export function mergeParagraphs(base: string, mine: string, theirs: string): Merged {
  const [old, own, other] = [paragraphsOf(base), paragraphsOf(mine), paragraphsOf(theirs)]
  const [inOwn, inOther] = [matchedParagraphs(old, own), matchedParagraphs(old, other)]
  const paragraphs: string[] = []
  const clashes: Clash[] = []
  let [o, m, t] = [0, 0, 0]
  const upTo = (oldEnd: number, ownEnd: number, otherEnd: number): void => {
    const [was, ours, others] = [old.slice(o, oldEnd), own.slice(m, ownEnd), other.slice(t, otherEnd)]
    const [wasText, mineText, theirsText] = [was, ours, others].map((texts) => texts.join('\n\n'))
    const changedByThem = theirsText !== wasText
    const changedByMe = mineText !== wasText
    paragraphs.push(...(changedByMe ? ours : others))
    if (changedByMe && changedByThem && mineText !== theirsText)
      clashes.push({ mine: mineText ?? '', theirs: theirsText ?? '' })
    ;[o, m, t] = [oldEnd, ownEnd, otherEnd]
  }
  old.forEach((paragraph, place) => {
    const [ownAt, otherAt] = [inOwn[place] ?? -1, inOther[place] ?? -1]
    if (ownAt < 0 || otherAt < 0) return
    upTo(place, ownAt, otherAt)
    paragraphs.push(paragraph)
    ;[o, m, t] = [place + 1, ownAt + 1, otherAt + 1]
  })
  upTo(old.length, own.length, other.length)
  return { paragraphs, clashes }
}
