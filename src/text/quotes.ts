/** What quotes are compared in: full-width forms folded, white space as one blank, ends trimmed. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim()
}

/** Where a quote stands in the words: every place, in order. */
export function placesOf(whole: string, quote: string): { readonly from: number; readonly to: number }[] {
  const places: { from: number; to: number }[] = []
  if (quote === '') return places
  for (let from = whole.indexOf(quote); from >= 0; from = whole.indexOf(quote, from + 1)) {
    places.push({ from, to: from + quote.length })
  }
  return places
}

/** The first place of a quote that stands in the words letter for letter; null when it does not. */
export function findQuote(
  whole: string,
  quote: string,
): { readonly from: number; readonly to: number } | null {
  return placesOf(whole, quote)[0] ?? null
}

/**
 * Whether a short text is made of the quoted words only: its words stand in the quote in the same order, each number
 * whole. 学习二十大报告 rests on 学习了二十大报告, 九十大 does not.
 */
export function restsOn(value: string, quote: string): boolean {
  const wanted = tokensOf(value)
  let at = 0
  for (const token of tokensOf(quote)) if (at < wanted.length && wanted[at] === token) at += 1
  return wanted.length > 0 && at === wanted.length
}

/** A Chinese sign is a word by itself, a Chinese number is one word, and so is a run of other letters and digits. */
function tokensOf(text: string): string[] {
  return (
    plainText(text)
      .toLowerCase()
      .match(/[零〇一二两三四五六七八九十百千万亿]+|\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu) ??
    []
  )
}
