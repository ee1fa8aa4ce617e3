import type { ConversationSeen, UserSeen } from '../../protocol/protocol.ts'
import { avatar } from '../widgets/avatar.ts'
import { combobox, type Entry } from '../form/combobox.ts'
import { el, reconcile, type Child } from '../base/dom.ts'
import { homePlace, userOf, type Page } from '../base/page.ts'
import { roleName } from '../base/texts.ts'

let drawings = 0

/** The left side: the team, whom to act as, where to look. */
export function drawSidebar(page: Page, node: HTMLElement): void {
  const { state, words } = page
  const focused = node.contains(document.activeElement) ? document.activeElement?.id : undefined
  const channels = state.conversations.filter((one) => one.kind === 'channel')
  const direct = state.conversations.filter((one) => one.kind === 'im')
  const team = (): HTMLElement => el('div', { class: 'team' }, state.team.name)
  const places = (): HTMLElement =>
    el(
      'nav',
      { 'aria-label': words.channels },
      el('h2', {}, words.app),
      entry(page, homePlace, '⌂', `${words.home} · ${userOf(page, state.bot)?.realName ?? ''}`, 0),
      el('h2', {}, words.directMessages),
      ...direct.map((one) => conversation(page, one)),
      el('h2', {}, words.channels),
      ...channels.map((one) => conversation(page, one)),
    )
  const people = JSON.stringify([state.as, state.users, page.locale])
  drawings += 1
  reconcile(node, [
    { key: 'team', print: state.team.name, draw: team },
    // A message that comes must not take away what is being typed to find a person.
    { key: 'person', print: people, draw: () => personPicker(page) },
    { key: 'places', print: String(drawings), draw: places },
  ])
  if (focused !== undefined && focused !== '') document.getElementById(focused)?.focus()
}

function conversation(page: Page, one: ConversationSeen): HTMLElement {
  const other = one.user === null ? undefined : userOf(page, one.user)
  const sign = one.kind === 'channel' ? '#' : avatar(other, one.user ?? one.id)
  return entry(page, one.id, sign, one.name, one.unread)
}

function entry(page: Page, id: string, sign: Child, name: string, unread: number): HTMLElement {
  const here = page.place.in === id
  const badge =
    unread > 0 &&
    !here &&
    el(
      'span',
      { class: 'unread', 'aria-label': `${unread} ${page.words.unread}` },
      unread > 99 ? '99+' : String(unread),
    )
  return el(
    'button',
    {
      type: 'button',
      id: `place-${id}`,
      class: unread > 0 && !here ? 'place has-unread' : 'place',
      'aria-current': here ? 'page' : null,
      'data-testid': id === homePlace ? 'app-home' : `conversation-${id}`,
      'data-unread': here ? 0 : unread,
      onclick: () => {
        document.body.classList.remove('drawer-open')
        page.go({ in: id, thread: null })
      },
    },
    el('span', { class: 'sign' }, sign),
    el('span', { class: 'place-name' }, name),
    badge,
  )
}

function personPicker(page: Page): HTMLElement {
  const { state, words } = page
  const picker = combobox({
    words,
    label: words.actAs,
    testId: 'person-picker',
    placeholder: words.findPerson,
    multiple: false,
    chosen: [state.as],
    entries: state.users.filter((user) => !user.isBot).map((user) => personEntry(page, user)),
    changed: ([as]) => {
      if (as !== undefined) page.go({ as })
    },
  })
  picker.input.id = 'person-picker'
  const me = userOf(page, state.as)
  const note = me === undefined ? '' : noteOf(page, me)
  return el(
    'div',
    { class: 'acting' },
    el('label', { for: 'person-picker' }, words.actAs),
    el('div', { class: 'acting-row' }, avatar(me, state.as), picker.node),
    el('small', { 'data-testid': 'acting-note' }, note),
  )
}

function personEntry(page: Page, user: UserSeen): Entry {
  return { value: user.id, label: user.realName, note: noteOf(page, user) }
}

function noteOf(page: Page, user: UserSeen): string {
  const { words, locale } = page
  const marks = [user.title, roleName(user.role, locale)]
  if (user.isRestricted) marks.push(words.guest)
  if (user.deleted) marks.push(words.left)
  return marks.filter(Boolean).join(' · ')
}
