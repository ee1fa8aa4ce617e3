import type { ConversationContent, MessageSeen } from '../../protocol/protocol.ts'
import { avatar } from '../widgets/avatar.ts'
import { el, type Child } from '../base/dom.ts'
import { drawBlocks } from '../blocks/draw-blocks.ts'
import { drawMrkdwn } from '../text/draw-inline.ts'
import { drawMarkdown } from '../text/draw-markdown.ts'
import { fileCard } from '../blocks/file-card.ts'
import { nameOf, userOf, type Page } from '../base/page.ts'
import { openMenu } from '../widgets/popup.ts'
import { valuesOf, type Scene } from '../blocks/scene.ts'
import { wordsOf, type Block } from '../base/shapes.ts'
import { hourMinute, longDate } from '../base/wall-time.ts'

/** Everything of a message that shows, to tell whether it must be drawn again. */
export function printOf(page: Page, message: MessageSeen, inThread: boolean): string {
  return JSON.stringify([{ ...message, replies: [] }, page.people, page.locale, page.state.as, inThread])
}

/** One message with its author, time, content, files and what can be done with it. */
export function drawMessage(page: Page, message: MessageSeen, inThread: boolean): HTMLElement {
  const { words } = page
  const at = new Date(message.at)
  const { zone } = page.state.clock
  const head = el(
    'div',
    { class: 'message-head' },
    el('strong', { class: 'author' }, nameOf(page, message.user)),
    userOf(page, message.user)?.isBot === true && el('span', { class: 'badge' }, words.bot),
    el(
      'time',
      { datetime: message.at, title: `${longDate(at, zone, page.locale)} ${hourMinute(at, zone)}` },
      hourMinute(at, zone),
    ),
    message.edited && el('span', { class: 'edited' }, words.edited),
  )
  const quiet = message.ephemeral && el('div', { class: 'only-you' }, words.onlyYou)
  const files = message.files.map((file) => fileCard(page, file))
  const body = el('div', { class: 'message-body' }, quiet, head, ...contentOf(page, message), ...files)
  if (!inThread) body.append(...threadLink(page, message))
  return el(
    'article',
    {
      class: message.ephemeral ? 'message ephemeral' : 'message',
      'data-testid': 'message',
      'data-ts': message.ts,
      'data-user': message.user,
    },
    avatar(userOf(page, message.user), message.user),
    body,
    actionsOf(page, message, inThread),
  )
}

function contentOf(page: Page, message: MessageSeen): Child[] {
  const scene: Scene = {
    page,
    container: { channel: message.channel, message_ts: message.ts },
    values: valuesOf({ channel: message.channel, message_ts: message.ts }),
    told: {},
    errors: {},
    files: message.files,
  }
  const blocks = message.blocks as Block[]
  const repeats = blocks.some(
    (block) => block.type === 'markdown' && wordsOf(block.text) === message.markdown,
  )
  const drawn = el('div', { class: 'blocks' }, ...drawBlocks(scene, blocks))
  if (message.markdown !== null && !repeats) {
    return [drawStreamed(page, message), blocks.length > 0 && drawn]
  }
  if (blocks.length > 0) return [drawn]
  return message.text === '' ? [] : [el('div', { class: 'text' }, ...drawMrkdwn(page, message.text))]
}

function drawStreamed(page: Page, message: MessageSeen): HTMLElement {
  const key = `${message.channel}/${message.ts}`
  const node = el('div', { class: 'markdown', 'data-stream': key })
  // Once the state says that it is finished, the state is what counts: it may have been edited since.
  const live = message.streaming ? page.streams.get(key) : undefined
  const streaming = live?.streaming ?? message.streaming
  fillStream(page, node, live?.markdown ?? message.markdown ?? '', streaming)
  return node
}

/** Draws streamed text as far as it has come, with a caret while there is more to come. */
export function fillStream(page: Page, node: HTMLElement, markdown: string, streaming: boolean): void {
  node.replaceChildren(...drawMarkdown(page, markdown))
  node.classList.toggle('streaming', streaming)
  if (streaming) {
    node.dataset['testid'] = 'streaming'
    node.setAttribute('aria-busy', 'true')
    const last = node.lastElementChild
    const caret = el('span', { class: 'caret', 'aria-label': page.words.writing })
    if (last?.tagName === 'P') last.append(caret)
    else node.append(caret)
  } else {
    delete node.dataset['testid']
    node.removeAttribute('aria-busy')
  }
}

function threadLink(page: Page, message: MessageSeen): HTMLElement[] {
  if (message.replyCount === 0) return []
  const { words } = page
  const label = `${message.replyCount} ${message.replyCount === 1 ? words.reply : words.replies}`
  const open = (): void => page.go({ thread: message.ts })
  return [
    el(
      'button',
      { type: 'button', class: 'thread-link', 'data-testid': 'open-thread', onclick: open },
      label,
    ),
  ]
}

function actionsOf(page: Page, message: MessageSeen, inThread: boolean): HTMLElement | null {
  if (message.ephemeral) return null
  const reply = {
    label: page.words.replyInThread,
    testId: 'reply-in-thread',
    act: () => page.go({ thread: message.threadTs ?? message.ts }),
  }
  const shortcuts = page.state.shortcuts
    .filter((shortcut) => shortcut.type === 'message')
    .map((shortcut) => ({
      label: shortcut.name,
      testId: `shortcut-${shortcut.callback_id}`,
      act: () => {
        const { channel, ts } = message
        void page.post('shortcut', { callback_id: shortcut.callback_id, channel, message_ts: ts })
      },
    }))
  const button = el(
    'button',
    {
      type: 'button',
      class: 'more',
      'aria-label': page.words.moreActions,
      title: page.words.moreActions,
      'aria-haspopup': 'menu',
      'data-testid': 'message-menu',
      onclick: () => openMenu(button, inThread ? shortcuts : [reply, ...shortcuts]),
    },
    '⋯',
  )
  return button
}

/** The root of a thread, or undefined when it is not among what was sent. */
export function rootOf(content: ConversationContent | null, ts: string | null): MessageSeen | undefined {
  return content?.messages.find(
    (message) => message.ts === ts || message.replies.some((reply) => reply.ts === ts),
  )
}
