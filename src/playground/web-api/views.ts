import { SlackRefusal } from '../protocol/refusal.ts'
import { viewJson } from '../delivery/slack-json.ts'
import {
  acceptedHome,
  acceptedModal,
  findView,
  openModal,
  publishHome,
  pushModal,
  replaceView,
} from '../views/views.ts'
import type { World } from '../state/world.ts'
import { missing, needUser, type Arguments, type MethodTable } from './method.ts'

export const viewMethods: MethodTable = {
  'views.open': { token: 'bot', tier: 4, run: open },
  'views.push': { token: 'bot', tier: 4, run: push },
  'views.update': { token: 'bot', tier: 4, run: update },
  'views.publish': { token: 'bot', tier: 4, run: publish },
}

function open(world: World, args: Arguments) {
  const trigger = triggerIn(args)
  const view = acceptedModal(viewIn(args))
  const { user } = world.triggers.exchange(trigger)
  return { view: viewJson(world, openModal(world, user, view)) }
}

function push(world: World, args: Arguments) {
  const trigger = triggerIn(args)
  const view = acceptedModal(viewIn(args))
  const { user } = world.triggers.exchange(trigger)
  return { view: viewJson(world, pushModal(world, user, view)) }
}

function update(world: World, args: Arguments) {
  if (!args.has('view_id') && !args.has('external_id')) throw missing('view_id')
  const before = findView(world, args.text('view_id'), args.text('external_id'))
  const given = viewIn(args)
  const view = before.view.type === 'modal' ? acceptedModal(given) : acceptedHome(given)
  if (args.has('hash') && args.text('hash') !== before.hash) throw new SlackRefusal('hash_conflict')
  return { view: viewJson(world, replaceView(world, before, view)) }
}

function publish(world: World, args: Arguments) {
  const user = needUser(world, args.need('user_id'))
  if (user.isBot) throw new SlackRefusal('not_enabled')
  const view = acceptedHome(viewIn(args))
  return { view: viewJson(world, publishHome(world, user.id, view, args.text('hash'))) }
}

function viewIn(args: Arguments): unknown {
  const view = args.structure('view')
  if (view === undefined) throw missing('view')
  return view
}

function triggerIn(args: Arguments): string {
  return args.has('interactivity_pointer') ? args.text('interactivity_pointer') : args.need('trigger_id')
}
