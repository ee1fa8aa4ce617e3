import { completeChannel, completeUser, type PlaygroundOptions } from './options.ts'
import { SLACKBOT } from '../people/types.ts'
import type { World } from '../state/world.ts'

/** Puts people, channels and the time in, as far as the kept state does not have them already. */
export function seed(world: World, options: PlaygroundOptions): void {
  const { store, clock } = world
  const { userId, name } = options.botUser
  const users = [
    ...options.users.map((user) => completeUser(user, options.zone)),
    completeUser({ id: userId, name: name.toLowerCase(), realName: name, isBot: true }, options.zone),
    completeUser({ id: SLACKBOT, name: 'slackbot', realName: 'Slackbot', isBot: true }, options.zone),
  ]
  const isFirstStart = store.users.size === 0
  for (const user of users) if (!store.users.has(user.id)) store.apply({ kind: 'user', user })
  for (const group of options.userGroups ?? []) {
    if (!store.groups.has(group.id)) store.apply({ kind: 'group', group })
  }
  const everybody = users.map(({ id }) => id).filter((id) => id !== SLACKBOT)
  for (const channel of options.channels ?? []) {
    if (store.conversations.has(channel.id)) continue
    store.apply({ kind: 'conversation', conversation: completeChannel(channel, everybody) })
  }
  if (isFirstStart && options.startsAt !== undefined) clock.set(options.startsAt)
  store.flush()
}
