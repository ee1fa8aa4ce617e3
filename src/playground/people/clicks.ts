import { actionOn, elementMeant } from '../views/actions.ts'
import { menuOption, optionGroup } from '../shapes/objects.ts'
import type { PlacedElement } from '../shapes/elements-of.ts'
import { initialState, withInputs } from '../views/input-state.ts'
import { messageActionPayload, suggestionPayload, viewActionPayload } from '../delivery/interactions.ts'
import { listIn, type JsonRecord } from '../protocol/json.ts'
import {
  actingPerson,
  doneWhen,
  ownConversation,
  ownView,
  placeOf,
  visibleMessage,
  type PersonAtWork,
} from './acting.ts'
import type {
  ClickRequest,
  Container,
  Done,
  Option,
  OptionsAnswer,
  OptionsRequest,
  StoredUser,
  ViewState,
} from '../protocol/protocol.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import { faultLine, faultsOf, list } from '../shapes/shape-check.ts'
import { messageJson, viewJson } from '../delivery/slack-json.ts'

/** A button, a menu, or an input that dispatches, in a message, a modal or the Home tab. */
export async function click(work: PersonAtWork, request: ClickRequest): Promise<Done> {
  const person = actingPerson(work.world, request.as)
  const { container } = request
  if ('view_id' in container) return await clickInView(work, person, container.view_id, request)
  return await clickInMessage(work, person, container, request)
}

async function clickInView(
  work: PersonAtWork,
  person: StoredUser,
  id: string,
  request: ClickRequest,
): Promise<Done> {
  const { world } = work
  const view = ownView(world, person, id)
  const { blocks } = view.view
  const placed = needElement(blocks, request)
  const sources = work.sources(id, person, request.force)
  const { action, held } = actionOn(placed, request, sources)
  const before = withInputs(blocks, view.state, request.values ?? {}, sources)
  const state = held === null ? before : put(before, placed, held)
  const changed = { ...view, state }
  world.store.apply({ kind: 'view', view: changed })
  if (!dispatches(placed)) return { ok: true }
  const payload = viewActionPayload(world, person, changed, action)
  return doneWhen(await world.delivery.deliver('interactive', payload))
}

async function clickInMessage(
  work: PersonAtWork,
  person: StoredUser,
  container: { channel: string; message_ts: string },
  request: ClickRequest,
): Promise<Done> {
  const { world } = work
  const conversation = ownConversation(world, person, container.channel)
  const message = visibleMessage(world, person, conversation, container.message_ts)
  const placed = needElement(message.blocks, request)
  const place = placeOf(container)
  const sources = work.sources(place, person, request.force)
  const { action, held } = actionOn(placed, request, sources)
  const before = { ...initialState(message.blocks), ...work.messageStates.get(place) }
  const filled = withInputs(message.blocks, before, request.values ?? {}, sources)
  const state = held === null ? filled : put(filled, placed, held)
  work.messageStates.set(place, state)
  if (!dispatches(placed)) return { ok: true }
  const payload = messageActionPayload(world, person, conversation, message, { action, state })
  return doneWhen(await world.delivery.deliver('interactive', payload))
}

/** Asks the bot what an external menu offers for this text. */
export async function askForOptions(work: PersonAtWork, request: OptionsRequest): Promise<OptionsAnswer> {
  const { world } = work
  const person = actingPerson(world, request.as)
  const { container } = request
  const { blocks, where } = containerJson(work, person, container)
  const placed = needElement(blocks, request)
  const asked = { blockId: placed.blockId, actionId: placed.actionId, value: request.value }
  const answer = await world.delivery.deliver('interactive', suggestionPayload(world, person, asked, where))
  if (!answer.ok) return doneWhen(answer)
  const options = offeredOptions(answer.payload)
  work.offer(placeOf(container), placed, options)
  return { ok: true, options }
}

function containerJson(work: PersonAtWork, person: StoredUser, container: Container) {
  const { world } = work
  if ('view_id' in container) {
    const view = ownView(world, person, container.view_id)
    const where: JsonRecord = { container: { type: 'view', view_id: view.id }, view: viewJson(world, view) }
    return { blocks: view.view.blocks, where }
  }
  const conversation = ownConversation(world, person, container.channel)
  const message = visibleMessage(world, person, conversation, container.message_ts)
  const where: JsonRecord = {
    container: { type: 'message', message_ts: message.ts, channel_id: conversation.id },
    channel: { id: conversation.id, name: conversation.name },
    message: messageJson(world, message),
  }
  return { blocks: message.blocks, where }
}

function offeredOptions(payload: JsonRecord): Option[] {
  const isGrouped = 'option_groups' in payload
  const given = isGrouped ? payload['option_groups'] : (payload['options'] ?? [])
  const faults = faultsOf(list(isGrouped ? optionGroup : menuOption, 0, 100), given, '/options')
  if (faults.length > 0) throw new SlackRefusal('invalid_options', faults.map(faultLine))
  const groups = listIn(payload, 'option_groups').flatMap((group) => listIn(group, 'options'))
  // Checked above, field by field.
  return [...listIn(payload, 'options'), ...groups] as Option[]
}

function needElement(
  blocks: readonly unknown[],
  meant: { block_id?: string; action_id: string },
): PlacedElement {
  const placed = elementMeant(blocks, meant)
  if (placed === undefined)
    throw new SlackRefusal('action_not_found', [`${meant.block_id ?? ''} ${meant.action_id}`])
  return placed
}

/** Inputs tell the bot only if their block says so. */
function dispatches({ input }: PlacedElement): boolean {
  return input === null || input['dispatch_action'] === true
}

function put(
  state: ViewState,
  { blockId, actionId }: PlacedElement,
  held: ViewState[string][string],
): ViewState {
  return { ...state, [blockId]: { ...state[blockId], [actionId]: held } }
}
