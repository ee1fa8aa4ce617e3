import { slotLike } from './read-slot.ts'

/** A place of a text that is not written yet: what is missing (【待补：…】), or a slot that means nothing. UTF-16 offsets. */
export type Placeholder = {
  readonly kind: 'missing' | 'slot'
  readonly text: string
  readonly start: number
  readonly end: number
}

const pattern =
  /(【\s*待[^】\n]{0,200}】|\[\s*to (?:be )?(?:added|check|fill|do|confirm)[^\]\n]{0,200}\])|[{｛]{1,2}([^{}｛｝\n]{0,80})[}｝]{0,2}/giu

/** Every place that is not written yet, in order. A text with one is not right, whoever wrote it. Linear in the text; pure. */
export function placeholdersIn(text: string): Placeholder[] {
  return [...text.matchAll(pattern)].flatMap((found): Placeholder[] => {
    const { 0: whole, 1: missing, 2: inner = '', index } = found
    const isDouble = /^[{｛]{2}/.test(whole)
    const isSlot = isDouble
      ? /[}｝]$/.test(whole) || slotLike.test(inner)
      : slotLike.test(inner) && /[}｝]$/.test(whole)
    if (missing === undefined && !isSlot) return []
    const isFault = missing === undefined || /待核|check/i.test(missing)
    return [{ kind: isFault ? 'slot' : 'missing', text: whole, start: index, end: index + whole.length }]
  })
}
