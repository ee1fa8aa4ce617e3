import type { Source } from '../sources/source.ts'
import { tokensOf } from '../sources/tokens.ts'
import type { FilledText } from './slot-types.ts'

/**
 * Where the figures of a filled text come from. A source is the whole numeral in which its slot stands (18 in 1{{f1}}), so
 * that what was typed beside the slot counts; of two slots in one numeral (8至10次) each is its own. Pure.
 */
export function slotSourcesOf({ text, spans }: Pick<FilledText, 'text' | 'spans'>): Source[] {
  const tokens = tokensOf(text).filter(({ figure }) => figure !== null)
  const claimed = spans.flatMap(({ claim, start, end }) =>
    claim === undefined ? [] : [{ claim, start, end }],
  )
  return claimed.map(({ claim: { value, form }, start, end }) => {
    const token = tokens.find((one) => one.start < end && start < one.end)
    const isShared =
      token !== undefined &&
      claimed.filter((one) => one.start < token.end && token.start < one.end).length > 1
    const place =
      token === undefined || isShared
        ? { start, end }
        : { start: Math.min(start, token.start), end: Math.max(end, token.end) }
    return { ...place, key: value.key, form, value: value.value, by: 'slot' }
  })
}
