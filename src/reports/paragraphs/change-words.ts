import { say, type Locale, translator } from '../../locale.ts'
import { fit } from '../../slack/mrkdwn.ts'
import type { Change } from './changed-paragraphs.ts'
import { inertText } from './inert-text.ts'

/** Characters shown around what changed. */
const AROUND = 24
/** Characters shown of what changed. */
const SHOWN = 400

/**
 * What changed in a paragraph, as mrkdwn: what was taken out is struck, what came in is bold, with a few words around.
 * Text from people in it is inert.
 */
export function changeWords({ before, after }: Change, locale: Locale): string {
  const t = translator(locale)

  if (before === '') return `${t('加了一段：', 'Added: ')}*${shown(after)}*`
  if (after === '') return `${t('删了一段：', 'Taken out: ')}~${shown(before)}~`
  const { head, old, fresh, tail } = changedMiddle(before, after)
  const lead = head.length > AROUND ? `…${wholeTail(head, AROUND)}` : head
  const rest = tail.length > AROUND ? fit(tail, AROUND) : tail
  const struck = old === '' ? '' : `~${shown(old)}~ `
  const bold = fresh === '' ? '' : `*${shown(fresh)}* `
  return `${plain(lead)} ${struck}${bold}${plain(rest)}`.trim()
}

/** Changes one below the other, the first ones whole and the rest as a number. */
export function changeLines(changes: readonly Change[], locale: Locale, told: number): string[] {
  const rest = changes.length - told
  return [
    ...changes.slice(0, told).map((change) => `• ${changeWords(change, locale)}`),
    ...(rest > 0
      ? [say(locale, { zh: `……另有 ${rest} 段改动。`, en: `… and ${rest} more paragraphs.` })]
      : []),
  ]
}

/** Two texts by what they share at their ends, never cut inside a character or a number. Pure. */
export function changedMiddle(
  before: string,
  after: string,
): { readonly head: string; readonly old: string; readonly fresh: string; readonly tail: string } {
  const [old, fresh] = [[...before], [...after]]
  let start = 0
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++
  while (start > 0 && isNumeral(old[start - 1])) start--
  let end = 0
  const most = Math.min(old.length, fresh.length) - start
  while (end < most && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end++
  while (end > 0 && isNumeral(old[old.length - end])) end--
  return {
    head: old.slice(0, start).join(''),
    old: old.slice(start, old.length - end).join(''),
    fresh: fresh.slice(start, fresh.length - end).join(''),
    tail: old.slice(old.length - end).join(''),
  }
}

function isNumeral(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{N}.,，一二三四五六七八九十百千万亿两]/u.test(sign)
}

function shown(text: string): string {
  return plain(fit(text, SHOWN))
}

/** In one line, and without the signs by which Slack would make it bold or struck. */
function plain(text: string): string {
  return inertText(text.replaceAll(/\s+/g, ' ')).replaceAll(/[*_~`]/g, (sign) => `\u200B${sign}\u200B`)
}

function wholeTail(text: string, length: number): string {
  return [...text].slice(-length).join('')
}
