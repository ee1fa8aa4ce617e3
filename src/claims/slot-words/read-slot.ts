/** A slot as it is written: what it stands for, and how it is to be put into words. */
export type ReadSlot =
  | {
      readonly kind: 'fact'
      /** One fact, or several that a value is worked out from. */
      readonly ids: readonly string[]
      readonly how: 'fact' | 'sum' | 'difference' | 'share'
      readonly form: 'exact' | 'rounded' | 'words'
      /** A part of the period: Q1, H1, 2022-03. */
      readonly scope: string | null
    }
  | { readonly kind: 'record'; readonly id: string; readonly what: string | null }
  | { readonly kind: 'person' | 'note'; readonly id: string }

/** No slot is longer, and none goes over a line's end: `{{` that does is text. */
export const longestSlot = 80

const number = String.raw`0*([1-9]\d{0,5}|0)`
const scope = String.raw`(?:@(Q[1-4]|H[12]|\d{4}-(?:0[1-9]|1[0-2])))?`
const one = new RegExp(`^f${number}${scope}([~w]?)$`, 'i')
const several = new RegExp(`^f${number}((?:[+＋]f${number})+|[-－−]f${number}|[/／÷]f${number}[%％])$`, 'i')
const other = new RegExp(`^([rpn])${number}(?:\\.([\\p{L}\\p{N}_ -]{1,40}))?$`, 'iu')

/**
 * What a slot's words between its braces mean: f12, f12~, f12w, f12@Q1, f12+f13, f12-f13, f12/f24%, r7, r7.people, p3, n1.
 * Capitals, full width and noughts in front mean the same. null: nothing. Pure.
 */
export function readSlot(inner: string): ReadSlot | null {
  const words = inner.normalize('NFKC').replaceAll(/\s+/g, ' ').trim()
  const plain = words.replaceAll(' ', '')
  const single = one.exec(plain)
  if (single !== null) {
    const form = single[3] === '~' ? 'rounded' : single[3] === '' ? 'exact' : 'words'
    return {
      kind: 'fact',
      ids: [`f${single[1]}`],
      how: 'fact',
      form,
      scope: single[2]?.toUpperCase() ?? null,
    }
  }
  if (several.test(plain)) {
    const ids = [...plain.matchAll(/f0*(\d+)/gi)].map(([, digits]) => `f${digits}`)
    const how = /[+＋]/.test(plain) ? 'sum' : /[%％]/.test(plain) ? 'share' : 'difference'
    return { kind: 'fact', ids, how, form: 'exact', scope: null }
  }
  const [, letter = '', digits = '', what] = other.exec(words) ?? []
  const id = `${letter.toLowerCase()}${digits}`
  if (id.startsWith('r')) return { kind: 'record', id, what: what?.trim() ?? null }
  if (id === '' || what !== undefined) return null
  return { kind: id.startsWith('p') ? 'person' : 'note', id }
}

/** A slot, or what was meant as one: {{f12}}, ｛｛f2｝｝, {f7}, {{f8}. `closed`: it has all the braces that it opened. */
export const slotAt = /^([{｛]{1,2})([^\S\n]*[^{}｛｝\n]*?[^\S\n]*)([}｝]{1,2})/

/** What between single braces is surely meant as a slot. */
export const slotLike = /^\s*[frpn]\d{1,6}(?:[^\p{L}\p{N}]|[wW]?\s*$)/iu

/** Whether more text could still make a slot of this beginning. Between single braces only what begins like one. */
export function couldClose(text: string): boolean {
  if (text.length >= longestSlot) return false
  return /^(?:[{｛]{2}[^{}｛｝\n]*|[{｛]\s*(?:[frpn](?:\d{1,6}[^{}｛｝\n]*)?)?)[}｝]?$/iu.test(text)
}

/** Makes text from people safe to stand beside slots: what could be read as one is parted, so that it never becomes one. */
export function withoutSlots(text: string): string {
  return text.replaceAll(/[{｛](?=[{｛]|\s*[frpn])/giu, '$&\u200b').replaceAll('}}', '}\u200b}')
}
