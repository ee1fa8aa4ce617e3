import type { MessageSeen } from '../../protocol/protocol.ts'
import { el, reconcile } from '../base/dom.ts'
import { drawMessage, printOf } from './message.ts'
import type { Page } from '../base/page.ts'
import { longDate } from '../base/wall-time.ts'

type Wanted = { key: string; print: string; draw: () => HTMLElement }

/** Messages with a line between days. Whoever was reading the end is kept at the end. */
export function drawMessages(
  page: Page,
  list: HTMLElement,
  messages: readonly MessageSeen[],
  wish: { inThread: boolean; hasMore: boolean; toEnd: boolean },
): void {
  const atEnd = wish.toEnd || isAtEnd(list)
  const { words } = page
  const wanted: Wanted[] = []
  if (wish.hasMore) wanted.push(line('more', words.earlier, 'note'))
  if (messages.length === 0) wanted.push(line('empty', words.empty, 'note'))
  let day = ''
  for (const message of messages) {
    const date = longDate(new Date(message.at), page.state.clock.zone, page.locale)
    if (date !== day && !wish.inThread) wanted.push(line(`day-${date}-${message.ts}`, date, 'day'))
    day = date
    wanted.push({
      key: message.ts,
      print: printOf(page, message, wish.inThread),
      draw: () => drawMessage(page, message, wish.inThread),
    })
  }
  reconcile(list, wanted)
  if (atEnd) scrollToEnd(list)
}

function line(key: string, text: string, style: string): Wanted {
  return { key, print: text, draw: () => el('div', { class: style }, el('span', {}, text)) }
}

export function isAtEnd(list: HTMLElement): boolean {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 80
}

export function scrollToEnd(list: HTMLElement): void {
  list.scrollTop = list.scrollHeight
}
