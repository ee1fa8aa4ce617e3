import { scanText } from '../../claims/scan/scan-text.ts'

/** What stands where a figure, a date, a name or a title stood. */
const [FIGURE, PERSON, TITLE] = ['□', '某某', '《……》']
/** As much as shows a style. */
const LONGEST = 3000

/**
 * An approved text as an example of style only: without its figures, dates and digits, without names of members and
 * titles of documents, so that nothing of it can be taken for a fact of another period. Pure.
 */
export function styleExample(
  text: string,
  of: { readonly members: readonly string[]; readonly lexicon: readonly string[] },
): string {
  const bare = withoutNames(text.slice(0, LONGEST), of.members).replaceAll(/《[^《》]{1,80}》/g, TITLE)
  const spans = scanText(bare, { lexicon: of.lexicon }).filter(
    ({ kind }) => kind === 'figure' || kind === 'date',
  )
  let [shown, at] = ['', 0]
  for (const { start, end } of spans) {
    if (start < at) continue
    shown += `${bare.slice(at, start)}${FIGURE}`
    at = end
  }
  // What the scanner takes for a name or an order may hold digits still.
  return (shown + bare.slice(at)).replaceAll(/[\p{N}](?:[\p{N}.,，:：/-]*[\p{N}])?/gu, FIGURE)
}

function withoutNames(text: string, members: readonly string[]): string {
  return [...members]
    .filter((name) => name.trim() !== '')
    .sort((a, b) => b.length - a.length)
    .reduce((bare, name) => bare.replaceAll(patternOf(name), PERSON), text)
}

/** A Latin name only as a word of its own: An is not in Annual. */
function patternOf(name: string): RegExp {
  const plain = name.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
  return new RegExp(/^[a-z].*[a-z]$/i.test(name) ? `(?<![a-z])${plain}(?![a-z])` : plain, 'giu')
}
