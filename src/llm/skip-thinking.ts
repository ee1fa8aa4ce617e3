/** Takes the next piece, returns what of it may be shown. */
export type ThinkingFilter = { push(piece: string): string; end(): string }

const OPEN = '<think>'
const CLOSE = '</think>'

/**
 * Open models often write their reasoning before the answer, between `<think>` and `</think>`, and many servers
 * pass it on as text. It is no part of the answer. Only a block at the very beginning is dropped, with the blanks
 * after it; one that never closes leaves an empty answer. The tags may be cut anywhere between pieces.
 */
export function skipThinking(): ThinkingFilter {
  let state: 'before' | 'inside' | 'behind' | 'through' = 'before'
  let held = ''
  const push = (piece: string): string => {
    if (state === 'through') return piece
    held += piece
    if (state === 'before') {
      const begun = held.trimStart()
      if (begun.length < OPEN.length && OPEN.startsWith(begun)) return ''
      if (!begun.startsWith(OPEN)) return release()
      state = 'inside'
      held = begun.slice(OPEN.length)
    }
    if (state === 'inside') {
      const close = held.indexOf(CLOSE)
      held = close < 0 ? held.slice(-(CLOSE.length - 1)) : held.slice(close + CLOSE.length)
      if (close < 0) return ''
      state = 'behind'
    }
    held = held.trimStart()
    return held === '' ? '' : release()
  }
  const release = () => {
    state = 'through'
    const shown = held
    held = ''
    return shown
  }
  return { push, end: () => (state === 'before' ? release() : '') }
}
