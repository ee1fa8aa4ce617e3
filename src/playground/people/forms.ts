import { elementsOf } from '../shapes/elements-of.ts'
import { sendEvent } from '../delivery/events.ts'
import { formErrors, withInputs } from '../views/input-state.ts'
import {
  closedPayload,
  globalShortcutPayload,
  messageShortcutPayload,
  submissionPayload,
} from '../delivery/interactions.ts'
import { isRecord, recordIn, type JsonRecord } from '../protocol/json.ts'
import { homeSeen } from './sees.ts'
import {
  actingPerson,
  doneWhen,
  ownConversation,
  ownView,
  visibleMessage,
  type PersonAtWork,
} from './acting.ts'
import type {
  CloseRequest,
  Done,
  HomeRequest,
  ShortcutRequest,
  StoredUser,
  SubmitAnswer,
  SubmitRequest,
} from '../protocol/protocol.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import { viewJson } from '../delivery/slack-json.ts'
import type { StoredView } from '../state/state.ts'
import { acceptedModal, pushModal, replaceView } from '../views/views.ts'
import { directMessage, type World } from '../state/world.ts'

/** Sends a form. The modal closes, changes or shows faults as the bot answers. */
export async function submit(work: PersonAtWork, request: SubmitRequest): Promise<SubmitAnswer> {
  const { world } = work
  const person = actingPerson(world, request.as)
  const view = openView(world, person, request.view_id)
  const { blocks } = view.view
  const sources = work.sources(view.id, person, request.force)
  const state = withInputs(blocks, view.state, request.values ?? {}, sources)
  const errors = formErrors(blocks, state)
  const filled = { ...view, state, errors }
  world.store.apply({ kind: 'view', view: filled })
  if (Object.keys(errors).length > 0) return { ok: false, error: 'invalid_input', errors }
  const answer = await world.delivery.deliver('interactive', submissionPayload(world, person, filled))
  if (!answer.ok) return doneWhen(answer)
  return afterSubmission(world, person, filled, answer.payload)
}

function afterSubmission(
  world: World,
  person: StoredUser,
  sent: StoredView,
  answer: JsonRecord,
): SubmitAnswer {
  // The bot may have changed the view while it thought.
  const view = world.store.views.get(sent.id) ?? sent
  switch (answer['response_action']) {
    case undefined:
      leaveStack(world, person, [view.id])
      return { ok: true }
    case 'clear':
      leaveStack(world, person, world.store.stacks.get(person.id) ?? [])
      return { ok: true, response_action: 'clear' }
    case 'update':
      replaceView(world, view, acceptedModal(answer['view']))
      return { ok: true, response_action: 'update' }
    case 'push':
      pushModal(world, person.id, acceptedModal(answer['view']))
      return { ok: true, response_action: 'push' }
    case 'errors':
      return showErrors(world, view, recordIn(answer, 'errors'))
    default:
      throw new SlackRefusal('invalid_response_action', [String(answer['response_action'])])
  }
}

function showErrors(world: World, view: StoredView, said: JsonRecord): SubmitAnswer {
  const inputs = new Set(
    elementsOf(view.view.blocks).flatMap(({ blockId, input }) => (input === null ? [] : [blockId])),
  )
  const unknown = Object.keys(said).filter((block) => !inputs.has(block))
  if (unknown.length > 0 || Object.keys(said).length === 0) {
    throw new SlackRefusal('invalid_errors', [`not an input block of the view: ${unknown.join(', ')}`])
  }
  const errors = Object.fromEntries(Object.entries(said).map(([block, text]) => [block, String(text)]))
  world.store.apply({ kind: 'view', view: { ...view, errors } })
  return { ok: true, response_action: 'errors', errors }
}

/** Closes a modal; the bot hears of it if the view wants that. */
export async function close(work: PersonAtWork, request: CloseRequest): Promise<Done> {
  const { world } = work
  const person = actingPerson(world, request.as)
  const view = openView(world, person, request.view_id)
  const clears = request.clear === true || ('clear_on_close' in view.view && view.view.clear_on_close)
  const closed = clears ? (world.store.stacks.get(person.id) ?? []) : [view.id]
  const views = closed.flatMap((id) => world.store.views.get(id) ?? [])
  leaveStack(world, person, closed)
  const told = views
    .filter((one) => 'notify_on_close' in one.view && one.view.notify_on_close)
    .map(async (one) => {
      const payload = closedPayload(world, person, one, request.clear === true)
      return await world.delivery.deliver('interactive', payload)
    })
  const answers = await Promise.all(told)
  return doneWhen(answers.find((answer) => !answer.ok) ?? { ok: true, payload: {} })
}

/** A shortcut from the menu of the app or of a message. */
export async function useShortcut(work: PersonAtWork, request: ShortcutRequest): Promise<Done> {
  const { world } = work
  const person = actingPerson(world, request.as)
  const payload = shortcutPayload(world, person, request)
  return doneWhen(await world.delivery.deliver('interactive', payload))
}

function shortcutPayload(world: World, person: StoredUser, request: ShortcutRequest): JsonRecord {
  const { channel, message_ts, callback_id } = request
  if (channel === undefined || message_ts === undefined)
    return globalShortcutPayload(world, person, callback_id)
  const conversation = ownConversation(world, person, channel)
  const message = visibleMessage(world, person, conversation, message_ts)
  return messageShortcutPayload(world, person, conversation, message, callback_id)
}

/** The person opens the app's Home tab (or its messages). */
export async function openHome(work: PersonAtWork, request: HomeRequest): Promise<Done> {
  const { world } = work
  const person = actingPerson(world, request.as)
  const seen = homeSeen(world, person.id)
  const view = seen === null ? undefined : world.store.views.get(seen.id)
  const answer = await sendEvent(world, 'app_home_opened', {
    type: 'app_home_opened',
    user: person.id,
    channel: directMessage(world, person.id).id,
    tab: request.tab ?? 'home',
    event_ts: String(Date.now() / 1000),
    ...(view !== undefined && { view: viewJson(world, view) }),
  })
  return doneWhen(answer)
}

function openView(world: World, person: StoredUser, id: string): StoredView {
  const view = ownView(world, person, id)
  if (!(world.store.stacks.get(person.id) ?? []).includes(id) || !isRecord(view.view)) {
    throw new SlackRefusal('view_not_found')
  }
  return view
}

function leaveStack(world: World, person: StoredUser, closed: readonly string[]): void {
  const stack = world.store.stacks.get(person.id) ?? []
  world.store.apply({ kind: 'stack', user: person.id, views: stack.filter((id) => !closed.includes(id)) })
}
