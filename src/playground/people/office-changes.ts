import { sendEvent } from '../delivery/events.ts'
import { defined } from '../protocol/json.ts'
import { actingPerson, type PersonAtWork } from './acting.ts'
import type {
  ClockAnswer,
  ClockRequest,
  Done,
  FaultsAnswer,
  FaultsRequest,
  MembershipRequest,
  ProfileRequest,
  StoredConversation,
  StoredUser,
} from '../protocol/protocol.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import { userJson } from '../delivery/slack-json.ts'
import { SocketDelivery } from '../delivery/socket.ts'
import type { World } from '../state/world.ts'

/*
 * What changes around the bot: the time, people's profiles, who is in which channel, how badly the network behaves.
 */

export function moveClock({ world }: PersonAtWork, request: ClockRequest): ClockAnswer {
  try {
    world.clock.set(request.at, request.moving ?? true)
  } catch (error) {
    return { ok: false, error: 'invalid_time', detail: String(error) }
  }
  return { ok: true, clock: world.clock.state() }
}

export async function changeProfile({ world }: PersonAtWork, request: ProfileRequest): Promise<Done> {
  const before = world.store.users.get(request.user)
  if (before === undefined) throw new SlackRefusal('user_not_found')
  if (request.tz !== undefined) Temporal.Now.zonedDateTimeISO(request.tz)
  const user: StoredUser = {
    ...before,
    ...defined({
      locale: request.locale,
      tz: request.tz,
      realName: request.real_name,
      title: request.title,
      deleted: request.deleted,
      isRestricted: request.is_restricted,
      isAdmin: request.is_admin,
      teamId: request.team_id,
      isStranger: request.is_stranger,
    } as Partial<StoredUser>),
  }
  world.store.apply({ kind: 'user', user })
  await sendEvent(world, 'user_change', {
    type: 'user_change',
    user: userJson(world, user, true),
    cache_ts: Math.floor(Date.now() / 1000),
    event_ts: String(Date.now() / 1000),
  })
  return { ok: true }
}

/** A new person in the workspace, in the channels named. The bot hears team_join. */
export async function addPerson(
  { world }: PersonAtWork,
  user: StoredUser,
  channels: readonly string[] = [],
): Promise<Done> {
  world.store.apply({ kind: 'user', user })
  for (const id of channels) changeMembers(world, needChannel(world, id), (members) => [...members, user.id])
  await sendEvent(world, 'team_join', { type: 'team_join', user: userJson(world, user, true) })
  return { ok: true }
}

export async function join({ world }: PersonAtWork, request: MembershipRequest): Promise<Done> {
  const inviter = actingPerson(world, request.as)
  const channel = needChannel(world, request.channel)
  if (!world.store.users.has(request.user)) throw new SlackRefusal('user_not_found')
  if (world.store.isMember(request.user, channel.id)) throw new SlackRefusal('already_in_channel')
  changeMembers(world, channel, (members) => [...members, request.user])
  await tellOfMembership(world, 'member_joined_channel', request, inviter.id)
  return { ok: true }
}

export async function leave({ world }: PersonAtWork, request: MembershipRequest): Promise<Done> {
  actingPerson(world, request.as)
  const channel = needChannel(world, request.channel)
  if (!world.store.isMember(request.user, channel.id)) throw new SlackRefusal('not_in_channel')
  changeMembers(world, channel, (members) => members.filter((member) => member !== request.user))
  await tellOfMembership(world, 'member_left_channel', request)
  return { ok: true }
}

export function changeFaults({ world }: PersonAtWork, request: FaultsRequest): FaultsAnswer {
  const { reset, disconnect, offline, ...faults } = request
  if (reset === true) {
    world.faults.reset()
    world.rates.reset()
  }
  world.faults.set(faults)
  if (disconnect !== undefined && world.delivery instanceof SocketDelivery) {
    if (disconnect === 'cut') world.delivery.cut()
    else world.delivery.disconnect(disconnect)
  }
  if (offline !== undefined) world.goOffline(offline)
  return { ok: true, faults: world.faults.current }
}

async function tellOfMembership(
  world: World,
  type: 'member_joined_channel' | 'member_left_channel',
  { user, channel }: MembershipRequest,
  inviter?: string,
): Promise<void> {
  const team = world.identity.team.id
  const who = defined({ user, channel, channel_type: 'C', team, inviter })
  await sendEvent(world, type, { type, ...who, event_ts: String(Date.now() / 1000) })
}

function needChannel(world: World, id: string): StoredConversation {
  const channel = world.store.conversations.get(id)
  if (channel?.kind !== 'channel') throw new SlackRefusal('channel_not_found')
  return channel
}

function changeMembers(
  world: World,
  channel: StoredConversation,
  change: (members: string[]) => string[],
): void {
  world.store.apply({ kind: 'conversation', conversation: { ...channel, members: change(channel.members) } })
}
