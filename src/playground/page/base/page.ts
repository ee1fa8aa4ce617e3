import type { Locale } from '../../../locale.ts'
import type { Container, Done, PersonState, UserSeen } from '../../protocol/protocol.ts'
import type { Words } from './texts.ts'

/** Where the person is looking: a conversation's id, or the bot's Home tab. */
export type Place = { in: string; thread: string | null }

/** What every part of the page needs to draw itself and to act. One object for the life of the page. */
export type Page = {
  state: PersonState
  locale: Locale
  words: Words
  place: Place
  /** Grows when names or profiles change, so that what shows them is drawn again. */
  people: number
  /** Text that is being streamed, newest known, by `channel/ts`. */
  streams: Map<string, { markdown: string; streaming: boolean }>
  /** POSTs to `/people/<what>` as the acting person; says failures on the page and returns them too. */
  post<Answer extends Done = Done>(what: string, body: object): Promise<Answer>
  /** Looks elsewhere: written to the address, then drawn. */
  go(to: { as?: string; in?: string; thread?: string | null }): void
  /** A short sentence that goes away by itself. With `act` it is a button. */
  tell(text: string, act?: () => void): void
  /** Puts text into the message box and the focus with it. */
  fillBox(text: string): void
  /** Asks for the state again. */
  refresh(): Promise<void>
}

/** The bot's Home tab, as a place. */
export const homePlace = 'home'

export function userOf(page: Page, id: string): UserSeen | undefined {
  return page.state.users.find((user) => user.id === id)
}

/** A person's name, or their id when the workspace has never heard of them. */
export function nameOf(page: Page, id: string): string {
  return userOf(page, id)?.realName ?? id
}

/** Name for a channel with #, for a direct message the other's. */
export function conversationName(page: Page, id: string): string {
  const conversation = page.state.conversations.find((one) => one.id === id)
  if (conversation === undefined) return id
  return conversation.kind === 'im' ? conversation.name : `#${conversation.name}`
}

export function containerKey(container: Container): string {
  return 'view_id' in container ? container.view_id : `${container.channel}/${container.message_ts}`
}

/** The virtual now, moving on by itself between two states. */
export function nowOf(page: Page, receivedAt: number): Date {
  const since = page.state.clock.moving ? performance.now() - receivedAt : 0
  return new Date(Date.parse(page.state.clock.now) + since)
}
