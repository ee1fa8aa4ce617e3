import { escapeText } from '../../slack/mrkdwn.ts'

/**
 * Makes drafted text inert in Slack, while it streams in pieces cut anywhere: no mentions, links or images from records
 * or from a model. `<`, `>` and `&` are escaped; an invisible mark parts what would become a link.
 */
export function inertStream(): (piece: string) => string {
  let before = ''
  return (piece) => {
    let shown = ''
    for (const sign of piece) {
      const makesLink =
        (sign === '(' && before === ']') ||
        (sign === '/' && before === ':') ||
        (sign === '[' && before === '!')
      shown += makesLink ? `\u200B${sign}` : sign
      before = sign
    }
    return escapeText(shown)
  }
}

/** The same for a whole text. */
export function inertText(text: string): string {
  return inertStream()(text)
}

/**
 * Cuts a long text at paragraph ends, or where it must, into pieces of at most `most` UTF-16 units, or of as many as it
 * says of the rest.
 */
export function piecesOf(text: string, most: number | ((rest: string) => number)): string[] {
  const limitOf = typeof most === 'number' ? () => most : most
  const pieces: string[] = []
  let rest = text
  for (let limit = limitOf(rest); rest.length > limit; limit = limitOf(rest)) {
    const at = cutAt(rest, limit)
    pieces.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  return rest === '' && pieces.length > 0 ? pieces : [...pieces, rest]
}

/** Where a text is best cut so that its beginning has at most `limit` UTF-16 units; never inside a surrogate pair. */
export function cutAt(text: string, limit: number): number {
  const head = text.slice(0, limit)
  for (const mark of ['\n\n', '\n', '。', '. ', '，', ' ']) {
    const found = head.lastIndexOf(mark)
    if (found > limit / 3) return found + mark.length
  }
  return /[\uD800-\uDBFF]$/.test(head) ? limit - 1 : limit
}
