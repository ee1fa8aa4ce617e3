import type { HomeView, KnownBlock, ModalView } from '@slack/types'
import type { StoredMessage, ViewState } from '../../src/playground/protocol/protocol.ts'
import type { Change, StoredView } from '../../src/playground/state/state.ts'
import { fixture } from './office.ts'

/** What the version before the rooms left in Slack: an example of every button, menu and form, with real values. */
type Left = {
  readonly buttons: readonly (
    | {
        readonly where: 'message'
        readonly user: string
        readonly actionId: string
        readonly blocks: KnownBlock[]
      }
    | {
        readonly where: 'modal' | 'home'
        readonly user: string
        readonly actionId: string
        readonly view: ModalView | HomeView
        readonly state: ViewState
      }
  )[]
  readonly forms: readonly { readonly user: string; readonly view: ModalView; readonly state: ViewState }[]
}
export type Button = Left['buttons'][number]
export type Form = Left['forms'][number]
export const left = fixture('pressed.json') as Left

/** What another version might have written where this one looks for a value or for what a form carries. */
export const FOREIGN = '{"v":2,"of":["?"]}'

export type Placed<T> = T & { readonly key: string }
const FIRST_TS = 1_600_000_000

/** The changes that put these buttons and forms on people's screens. */
export function shown(buttons: readonly Placed<Button>[], forms: readonly Placed<Form>[]): Change[] {
  const messages = buttons.flatMap((button, place): Change[] =>
    button.where === 'message' ? [{ kind: 'message', message: messageWith(button, place) }] : [],
  )
  const views = [...forms, ...buttons.filter((button) => button.where !== 'message')]
  const modals = Map.groupBy(
    views.filter(({ view }) => view.type === 'modal'),
    ({ user }) => user,
  )
  return [
    ...messages,
    ...views.map((seen): Change => ({ kind: 'view', view: storedView(seen) })),
    ...[...modals].map(([user, open]): Change => ({
      kind: 'stack',
      user,
      views: open.map(({ key }) => key),
    })),
  ]
}

/** The message that the button at this place of the list stands in. */
export function tsAt(place: number): string {
  return `${FIRST_TS + place}.000000`
}

function messageWith({ user, blocks }: Extract<Button, { where: 'message' }>, place: number): StoredMessage {
  const bare = {
    attachments: [],
    metadata: null,
    fileIds: [],
    threadTs: null,
    editedTs: null,
    markdown: null,
  }
  return {
    ...bare,
    channel: `D${user.slice(1)}`,
    ts: tsAt(place),
    at: '2022-12-20T00:00:00Z',
    user: 'U0WENSHU',
    botId: 'B0PLAYBOT1',
    text: '…',
    blocks,
    ephemeralFor: null,
    streaming: false,
  }
}

function storedView({
  key: id,
  user,
  view,
  state,
}: Placed<Pick<Form, 'user' | 'state'> & { view: ModalView | HomeView }>): StoredView {
  return { id, user, view, hash: id, rootId: id, previousId: null, state, errors: {} }
}

export function foreignButton<B extends Button>(button: B): B {
  if (button.where === 'message') return { ...button, blocks: foreignValues(button.blocks) }
  if (button.view.type === 'home')
    return { ...button, view: { ...button.view, blocks: foreignValues(button.view.blocks) } }
  const carried = { ...button.view, private_metadata: FOREIGN }
  // A menu's options are what a person chooses from here.
  const isMenu = button.actionId.startsWith('report.edit.')
  return { ...button, view: isMenu ? carried : { ...carried, blocks: foreignValues(carried.blocks) } }
}

const foreignValues = (blocks: unknown): never =>
  JSON.parse(JSON.stringify(blocks), (key, value: unknown) => (key === 'value' ? FOREIGN : value)) as never
