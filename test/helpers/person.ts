import type {
  ClickRequest,
  CommandAnswer,
  Done,
  ElementInput,
  HomeSeen,
  MessageSeen,
  ModalSeen,
  PersonState,
  SubmitAnswer,
  UploadAnswer,
} from '../../src/playground/protocol/protocol.ts'
import { until } from './until.ts'

/** Somebody at the playground: types, clicks, fills in forms, and reads what they see. */
export type Person = {
  readonly id: string
  /** Types into a channel (by name) or the DM with the bot; answers when the bot has acknowledged. */
  readonly type: (text: string, where?: string) => Promise<void>
  /** Everything a person sees in a conversation, oldest first, threads inside. */
  readonly reads: (where?: string) => Promise<readonly MessageSeen[]>
  /** Waits for a message (also in a thread) whose words match, and returns it. */
  readonly hears: (words: RegExp, where?: string, within?: number) => Promise<MessageSeen>
  /** Presses the button of a message by its action id. */
  readonly clicks: (message: MessageSeen, actionId: string) => Promise<void>
  /** Presses that of several like buttons of a message or App Home whose block names the value. */
  readonly clicksAt: (place: MessageSeen | HomeSeen, actionId: string, value: string) => Promise<void>
  /** Uploads a file; returns its id. */
  readonly uploads: (name: string, content: string | Uint8Array) => Promise<string>
  /** Chooses in a menu of the form on top that tells the bot at once; `fields` is what was typed meanwhile. */
  readonly chooses: (
    actionId: string,
    option: string,
    fields?: Readonly<Record<string, ElementInput>>,
  ) => Promise<void>
  /** Chooses in a menu that stands in a message, by the option's value. */
  readonly picks: (message: MessageSeen, actionId: string, option: string) => Promise<void>
  /** The form on top; waits for one to open. */
  readonly form: () => Promise<ModalSeen>
  /** Fills in fields by block id and submits the form on top. */
  readonly submits: (fields: Readonly<Record<string, ElementInput>>) => Promise<SubmitAnswer>
  readonly state: (conversation?: string) => Promise<PersonState>
}

export function personOf(url: string, id: string): Person {
  const post = async <T extends Done>(path: string, body: object): Promise<T> => {
    const answer = await fetch(`${url}/people/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: id, ...body }),
    })
    return (await answer.json()) as T
  }
  const must = async <T extends Done>(path: string, body: object): Promise<T> => {
    const answer = await post<T>(path, body)
    if (!answer.ok) throw new Error(`${path}: ${answer.error ?? ''} ${answer.detail ?? ''}`)
    return answer
  }
  const state = async (conversation?: string) => {
    const query = new URLSearchParams({ as: id, ...(conversation === undefined ? {} : { conversation }) })
    return (await (await fetch(`${url}/people/state?${query.toString()}`)).json()) as PersonState
  }
  const placeOf = async (where: string | undefined) => {
    const { conversations } = await state()
    const place = conversations.find(({ name, kind }) =>
      where === undefined ? kind === 'im' : name === where,
    )
    if (place === undefined) throw new Error(`${id} sees no conversation ${where ?? 'with the bot'}`)
    return place.id
  }
  const reads = async (where?: string) => (await state(await placeOf(where))).conversation?.messages ?? []
  return {
    id,
    state,
    reads,
    type: async (text, where) => {
      await must<CommandAnswer>('command', { channel: await placeOf(where), text })
    },
    hears: async (words, where, within) => {
      let heard: MessageSeen | undefined
      await until(async () => {
        heard = (await reads(where))
          .flatMap((message) => [message, ...message.replies])
          .findLast((message) => words.test(wordsOf(message)))
        return heard !== undefined
      }, within).catch(async () => {
        const seen = (await reads(where)).flatMap((message) => [message, ...message.replies]).map(wordsOf)
        throw new Error(`${id} does not hear ${String(words)}, but:\n${seen.slice(-5).join('\n---\n')}`)
      })
      if (heard === undefined) throw new Error('unreachable')
      return heard
    },
    clicks: async (message, actionId) => {
      const container: ClickRequest['container'] = { channel: message.channel, message_ts: message.ts }
      await must('click', { container, action_id: actionId })
    },
    clicksAt: async (place, actionId, value) => {
      const blocks = 'view' in place ? place.view.blocks : place.blocks
      const block = blocks?.find((candidate) => JSON.stringify(candidate).includes(`"${value}"`))
      const container: ClickRequest['container'] =
        'view' in place ? { view_id: place.id } : { channel: place.channel, message_ts: place.ts }
      await must('click', { container, action_id: actionId, block_id: block?.block_id })
    },
    uploads: async (name, content) => {
      const base64 = Buffer.from(content).toString('base64')
      return (await must<UploadAnswer>('upload', { name, content: base64 })).file?.id ?? ''
    },
    chooses: async (actionId, option, fields = {}) => {
      const top = (await state()).modals.at(-1)
      if (top === undefined) throw new Error(`${id} has no form open`)
      const values = Object.fromEntries(
        Object.entries(fields).map(([block, input]) => [block, { [actionOf(top, block)]: input }]),
      )
      const container: ClickRequest['container'] = { view_id: top.id }
      await must('click', { container, action_id: actionId, selected_option: option, values })
    },
    picks: async (message, actionId, option) => {
      const block = message.blocks?.find((candidate) => JSON.stringify(candidate).includes(`"${option}"`))
      const container: ClickRequest['container'] = { channel: message.channel, message_ts: message.ts }
      await must('click', {
        container,
        action_id: actionId,
        block_id: block?.block_id,
        selected_option: option,
      })
    },
    form: async () => {
      let top: ModalSeen | undefined
      await until(async () => {
        top = (await state()).modals.at(-1)
        return top !== undefined
      })
      if (top === undefined) throw new Error('unreachable')
      return top
    },
    submits: async (fields) => {
      const top = (await state()).modals.at(-1)
      if (top === undefined) throw new Error(`${id} has no form open`)
      const values = Object.fromEntries(
        Object.entries(fields).map(([block, input]) => [block, { [actionOf(top, block)]: input }]),
      )
      return await post<SubmitAnswer>('submit', { view_id: top.id, values })
    },
  }
}

function actionOf(modal: ModalSeen, blockId: string): string {
  const block = modal.view.blocks.find((candidate) => candidate.block_id === blockId)
  if (block === undefined || !('element' in block)) throw new Error(`the form has no field ${blockId}`)
  return (block.element as { action_id?: string }).action_id ?? ''
}

/** All words of a message as it is shown: its text, those of its blocks, what was streamed. */
export function wordsOf(message: Pick<MessageSeen, 'text' | 'blocks' | 'markdown'>): string {
  const words: string[] = [message.text, message.markdown ?? '']
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'text' && typeof inner === 'string') words.push(inner)
        else walk(inner)
      }
    }
  }
  walk(message.blocks)
  // The thin blanks that part bold from Chinese are nothing that one reads.
  return words.join('\n').replaceAll('\u2009', '')
}
