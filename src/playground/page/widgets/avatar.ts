import type { UserSeen } from '../../protocol/protocol.ts'
import { el } from '../base/dom.ts'

/** A coloured square with the end of the name: the part in which 成员12 and 成员13 differ. */
export function avatar(user: UserSeen | undefined, id: string): HTMLElement {
  const name = user?.realName ?? id
  const bot = user?.isBot === true
  const letters = bot
    ? '文'
    : /^[\u0000-\u024F]*$/.test(name)
      ? name.slice(0, 1).toUpperCase()
      : name.slice(-2)
  const node = el('span', { class: bot ? 'avatar bot' : 'avatar', 'aria-hidden': 'true' }, letters)
  let hue = 0
  for (const char of id) hue = (hue * 31 + (char.codePointAt(0) ?? 0)) % 360
  node.style.setProperty('--hue', String(hue))
  return node
}
