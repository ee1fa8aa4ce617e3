/** Replaces names on the way to the model and puts them back on the way from it. */
export type Pseudonyms = {
  /** The text without any of the names. */
  hide(text: string): string
  /** Takes the next piece of an answer, returns what of it may be shown, names put back. */
  reveal(): { push(piece: string): string; end(): string }
}

const [OPEN, CLOSE] = ['⟦', '⟧']
const LONGEST = 10
/** Signs that show nothing; between the letters of a name they do not hide it. Also as JSON writes them. */
const INVISIBLE = String.raw`(?:[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]|\\u(?:00ad|200[b-f]|206[0-4]|feff))*`
const ADDRESS = /<@[UW][A-Z0-9]+(?:\|[^>]*)?>|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

/**
 * Stable stand-ins (⟦P7⟧) for the names of a roster. A name is found whole or within a longer word of Chinese, as a
 * word of its own in Latin script, in any case and width, and with invisible signs between its letters. Slack mentions
 * and e-mail addresses become ⟦P0⟧. Pure.
 */
export function pseudonymsFor(names: readonly string[]): Pseudonyms {
  const known = [...new Set(names.map((name) => name.normalize('NFKC').trim()).filter((name) => name !== ''))]
  const places = new Map(known.map((name, place) => [folded(name), place + 1]))
  const longestFirst = [...known].sort((a, b) => b.length - a.length)
  const pattern = longestFirst.length === 0 ? null : new RegExp(longestFirst.map(formOf).join('|'), 'giu')
  return {
    hide: (text) => {
      const plain = text.replaceAll(OPEN, '[').replaceAll(CLOSE, ']').replaceAll(ADDRESS, standIn(0))
      if (pattern === null) return plain
      return plain.replaceAll(pattern, (found) => standIn(places.get(folded(found)) ?? 0))
    },
    reveal: () => revealing((place) => known[place - 1] ?? null),
  }
}

function standIn(place: number): string {
  return `${OPEN}P${place}${CLOSE}`
}

function folded(name: string): string {
  return name
    .replaceAll(/\\u(?:00ad|200[b-f]|206[0-4]|feff)|\\(?=["\\])/gi, '')
    .normalize('NFKC')
    .replaceAll(/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g, '')
    .replaceAll(/\s+/g, ' ')
    .toLowerCase()
}

/** How a name may be written: each of its characters in either width, invisible signs between. */
function formOf(name: string): string {
  const letters = [...name].map(letterForm).join(INVISIBLE)
  const [first = '', last = ''] = [name.at(0), name.at(-1)]
  return `${isLatin(first) ? '(?<![a-z])' : ''}${letters}${isLatin(last) ? '(?![a-z])' : ''}`
}

function letterForm(letter: string): string {
  const code = letter.codePointAt(0) ?? 0
  const plain = letter.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
  if (letter === ' ') return String.raw`[\s\u3000]+`
  const inJson = letter === '"' || letter === '\\' ? String.raw`\\?` : ''
  if (code < 0x21 || code > 0x7e) return plain
  return `${inJson}(?:${plain}|${String.fromCodePoint(code + 0xfee0)})`
}

function isLatin(letter: string): boolean {
  return /[a-z]/i.test(letter)
}

function revealing(nameOf: (place: number) => string | null): ReturnType<Pseudonyms['reveal']> {
  let held = ''
  const drain = (isLast: boolean): string => {
    let shown = ''
    for (;;) {
      const open = held.indexOf(OPEN)
      if (open < 0) break
      const whole = /^⟦P(\d{1,6})⟧/.exec(held.slice(open))
      if (whole === null && !isLast && couldClose(held.slice(open))) {
        shown += held.slice(0, open)
        held = held.slice(open)
        return shown
      }
      const name = whole === null ? null : nameOf(Number(whole[1]))
      // A stand-in of nobody stays visible, so that the editor sees that the model made it up.
      shown += held.slice(0, open) + (name ?? whole?.[0] ?? OPEN)
      held = held.slice(open + (whole?.[0].length ?? OPEN.length))
    }
    shown += held
    held = ''
    return shown
  }
  return {
    push: (piece) => {
      held += piece
      return drain(false)
    },
    end: () => drain(true),
  }
}

function couldClose(text: string): boolean {
  return text.length < LONGEST && /^⟦(?:P\d*)?$/.test(text)
}
