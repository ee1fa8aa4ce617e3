import type { PersonState } from '../../protocol/protocol.ts'
import { readAddress } from './address.ts'
import { getState } from './api.ts'
import { ClockBar } from './clock-bar.ts'
import { Composer } from '../compose/composer.ts'
import { PageSession } from './desk.ts'
import { byId } from '../base/dom.ts'
import { drawHints, toggleHints } from './hints.ts'
import { drawHome } from '../conversation/home.ts'
import { drawMessages, isAtEnd, scrollToEnd } from '../conversation/message-list.ts'
import { fillStream, rootOf } from '../conversation/message.ts'
import { ModalLayer } from '../conversation/modal.ts'
import { Notices } from '../widgets/notices.ts'
import { conversationName, homePlace, type Page } from '../base/page.ts'
import { drawSidebar } from './sidebar.ts'

type Parts = { clock: ClockBar; composer: Composer; replies: Composer; modal: ModalLayer }

let parts: Parts | null = null
let chromePrint = ''
let sidebarPrint = ''
let shownPlace = ''
let shownThread: string | null = null

function drawAll(page: Page): void {
  parts ??= makeParts(page)
  drawChrome(page, parts)
  parts.clock.received()
  const { state, place } = page
  const side = JSON.stringify([state.conversations, state.as, place.in, page.people, page.locale])
  if (side !== sidebarPrint) drawSidebar(page, byId('sidebar'))
  sidebarPrint = side
  drawPlace(page)
  drawThread(page, parts)
  parts.modal.draw()
}

function makeParts(page: Page): Parts {
  const made = {
    clock: new ClockBar(page, byId('clock')),
    composer: new Composer(page, false),
    replies: new Composer(page, true),
    modal: new ModalLayer(page),
  }
  byId('composer').append(made.composer.node)
  byId('thread-composer').append(made.replies.node)
  byId('language').addEventListener('click', () => {
    const locale = page.locale === 'zh' ? 'en-US' : 'zh-CN'
    void page.post('profile', { user: page.state.as, locale })
  })
  byId('show-hints').addEventListener('click', () => toggleHints(page, byId('hints')))
  byId('thread-close').addEventListener('click', () => page.go({ thread: null }))
  byId('drawer').addEventListener('click', () => document.body.classList.toggle('drawer-open'))
  byId('veil').addEventListener('click', () => document.body.classList.remove('drawer-open'))
  byId('thread').addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) page.go({ thread: null })
  })
  return made
}

/** What depends on the language and the place only. */
function drawChrome(page: Page, { clock, composer, replies }: Parts): void {
  const { words, place, state } = page
  const print = JSON.stringify([page.locale, place.in, page.people, state.as])
  if (print === chromePrint) return
  chromePrint = print
  document.documentElement.lang = page.locale === 'zh' ? 'zh-CN' : 'en'
  const where = place.in === homePlace ? words.home : conversationName(page, place.in)
  byId('where').textContent = where
  document.title = `${where} · ${state.team.name}`
  byId('language').textContent = words.language
  byId('language').title = words.languageHint
  label('show-hints', words.showHints)
  label('thread-close', words.close)
  label('drawer', words.openMenu)
  byId('clock').setAttribute('aria-label', words.playgroundClock)
  byId('messages').setAttribute('aria-label', where)
  byId('thread-title').textContent = words.thread
  byId('thread-messages').setAttribute('aria-label', words.thread)
  drawHints(page, byId('hints'))
  clock.draw()
  composer.draw()
  replies.draw()
}

function label(id: string, text: string): void {
  byId(id).setAttribute('aria-label', text)
  byId(id).title = text
}

function drawPlace(page: Page): void {
  const atHome = page.place.in === homePlace
  byId('messages').hidden = atHome
  byId('composer').hidden = atHome
  byId('home').hidden = !atHome
  if (atHome) {
    shownPlace = ''
    return drawHome(page, byId('home'))
  }
  const content = page.state.conversation
  if (content === null || content.id !== page.place.in) return
  drawMessages(page, byId('messages'), content.messages, {
    inThread: false,
    hasMore: content.hasMore,
    toEnd: shownPlace !== content.id,
  })
  shownPlace = content.id
}

function drawThread(page: Page, { replies }: Parts): void {
  const { conversation } = page.state
  const here = conversation?.id === page.place.in ? conversation : null
  const root = page.place.thread === null ? undefined : rootOf(here, page.place.thread)
  byId('thread').hidden = root === undefined
  document.body.classList.toggle('with-thread', root !== undefined)
  if (root === undefined) {
    shownThread = null
    return
  }
  const inThread = { inThread: true, hasMore: false, toEnd: shownThread !== root.ts }
  drawMessages(page, byId('thread-messages'), [root, ...root.replies], inThread)
  if (shownThread !== root.ts) replies.put('')
  shownThread = root.ts
}

function drawStreams(page: Page, keys: readonly string[]): boolean {
  let isDrawn = true
  for (const key of keys) {
    const live = page.streams.get(key)
    const nodes = document.querySelectorAll<HTMLElement>(`[data-stream="${CSS.escape(key)}"]`)
    isDrawn &&= nodes.length > 0
    for (const node of nodes) {
      const list = node.closest<HTMLElement>('.messages')
      const follow = list !== null && isAtEnd(list)
      if (live !== undefined) fillStream(page, node, live.markdown, live.streaming)
      if (list !== null && follow) scrollToEnd(list)
    }
  }
  return isDrawn
}

/** Slackbot is in every workspace: through its eyes the page learns who there is to act as. */
const slackbot = 'USLACKBOT'

async function start(): Promise<void> {
  const address = readAddress(location.hash)
  for (;;) {
    const state = await getState(address.as === '' ? slackbot : address.as, null)
    if (typeof state === 'string') {
      // A person of another office in a kept address: begin with nobody.
      address.as = ''
    } else if (state !== null && address.as !== '') {
      const fillBox = (text: string): void => parts?.composer.fillWith(text)
      const drawn = { all: drawAll, streams: drawStreams, fillBox }
      await new PageSession(state, address, drawn, new Notices(byId('notices'))).start()
      return
    } else if (state !== null) {
      address.as = newcomer(state)
    }
    if (address.as === '') await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

/** Whom a newcomer acts as: an ordinary member, if there is one. */
function newcomer({ users }: PersonState): string {
  const people = users.filter((user) => !user.isBot && !user.deleted)
  return (people.find((user) => user.role === 'member') ?? people[0])?.id ?? ''
}

void start()
