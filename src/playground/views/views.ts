import type { HomeView, ModalView } from '@slack/types'
import { checkView, faultLine } from '../shapes/limits.ts'
import { withIds } from '../shapes/elements-of.ts'
import { initialState } from './input-state.ts'
import { newId, newSecret } from '../protocol/ids.ts'
import { textIn } from '../protocol/json.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import type { StoredView } from '../state/state.ts'
import type { ViewState } from '../protocol/protocol.ts'
import type { World } from '../state/world.ts'

/** Modals on top of each other, the first one included. Source: Slack's views.push. */
const MOST_VIEWS = 3

/** A modal that Slack would take; refused with the places otherwise. */
export function acceptedModal(given: unknown): ModalView {
  refuseBadView(given, 'modal')
  // Checked above, down to every field.
  const view = given as ModalView
  return { ...view, blocks: withIds(view.blocks) }
}

export function acceptedHome(given: unknown): HomeView {
  refuseBadView(given, 'home')
  const view = given as HomeView
  return { ...view, blocks: withIds(view.blocks) }
}

/** Opens a modal as the only one. Others of this person go away. */
export function openModal(world: World, user: string, view: ModalView): StoredView {
  const opened = newView(world, user, view, [])
  world.store.apply({ kind: 'view', view: opened })
  world.store.apply({ kind: 'stack', user, views: [opened.id] })
  return opened
}

/** Puts a modal on top of the stack that is open. */
export function pushModal(world: World, user: string, view: ModalView): StoredView {
  const stack = world.store.stacks.get(user) ?? []
  if (stack.length === 0) throw new SlackRefusal('not_found')
  if (stack.length >= MOST_VIEWS) throw new SlackRefusal('push_limit_reached')
  const pushed = newView(world, user, view, stack)
  world.store.apply({ kind: 'view', view: pushed })
  world.store.apply({ kind: 'stack', user, views: [...stack, pushed.id] })
  return pushed
}

/** Gives an open view another content. Inputs that stay (same block and action) keep what stands in them. */
export function replaceView(world: World, before: StoredView, view: ModalView | HomeView): StoredView {
  refuseUsedExternalId(world, view, before.id)
  const state = keptState(before.state, initialState(view.blocks))
  const after: StoredView = { ...before, view, state, hash: newHash(), errors: {} }
  world.store.apply({ kind: 'view', view: after })
  return after
}

export function publishHome(world: World, user: string, view: HomeView, hash: string): StoredView {
  const before = world.store.views.get(world.store.homes.get(user) ?? '')
  if (before !== undefined) {
    if (hash !== '' && hash !== before.hash) throw new SlackRefusal('hash_conflict')
    return replaceView(world, before, view)
  }
  const published = newView(world, user, view, [])
  world.store.apply({ kind: 'view', view: published })
  return published
}

/** The view with this id or, if none is given, this external id. Closed ones are gone. */
export function findView(world: World, id: string, externalId: string): StoredView {
  const view = id === '' ? viewByExternalId(world, externalId) : world.store.views.get(id)
  if (view === undefined) throw new SlackRefusal('not_found')
  return view
}

function refuseBadView(given: unknown, kind: 'modal' | 'home'): void {
  const refusal = checkView(given, kind)
  if (refusal !== null) throw new SlackRefusal(refusal.error, refusal.faults.map(faultLine))
}

function newView(world: World, user: string, view: ModalView | HomeView, below: string[]): StoredView {
  refuseUsedExternalId(world, view, null)
  const id = newId('V')
  return {
    id,
    user,
    view,
    hash: newHash(),
    rootId: below[0] ?? id,
    previousId: below.at(-1) ?? null,
    state: initialState(view.blocks),
    errors: {},
  }
}

function refuseUsedExternalId(world: World, view: ModalView | HomeView, own: string | null): void {
  const externalId = textIn(view, 'external_id')
  if (externalId === '') return
  const other = viewByExternalId(world, externalId)
  if (other !== undefined && other.id !== own) throw new SlackRefusal('duplicate_external_id')
}

function viewByExternalId(world: World, externalId: string): StoredView | undefined {
  if (externalId === '') return undefined
  for (const view of world.store.views.values()) {
    if (textIn(view.view, 'external_id') === externalId) return view
  }
  return undefined
}

function keptState(before: ViewState, after: ViewState): ViewState {
  return Object.fromEntries(
    Object.entries(after).map(([block, actions]) => [
      block,
      Object.fromEntries(
        Object.entries(actions).map(([action, value]) => {
          const old = before[block]?.[action]
          return [action, old !== undefined && old.type === value.type ? old : value]
        }),
      ),
    ]),
  )
}

function newHash(): string {
  return `${Math.floor(Date.now() / 1000)}.${newSecret().slice(0, 8)}`
}
