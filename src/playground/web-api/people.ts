import { SlackRefusal } from '../protocol/refusal.ts'
import { groupJson, userJson } from '../delivery/slack-json.ts'
import type { World } from '../state/world.ts'
import { needUser, pageOf, type Arguments, type MethodTable } from './method.ts'

/** users.* and usergroups.*: who there is. */
export const peopleMethods: MethodTable = {
  'users.info': { token: 'bot', scope: 'users:read', tier: 4, run: info },
  'users.list': { token: 'bot', scope: 'users:read', tier: 2, run: listAll },
  'users.lookupByEmail': { token: 'bot', scope: 'users:read.email', tier: 3, run: lookupByEmail },
  'usergroups.list': { token: 'bot', scope: 'usergroups:read', tier: 2, run: listGroups },
  'usergroups.users.list': { token: 'bot', scope: 'usergroups:read', tier: 2, run: listGroupUsers },
}

function info(world: World, args: Arguments) {
  const user = needUser(world, args.need('user'))
  return { user: userJson(world, user, args.flag('include_locale')) }
}

function listAll(world: World, args: Arguments) {
  const { page, nextCursor } = pageOf([...world.store.users.values()], args, 1000)
  return {
    members: page.map((user) => userJson(world, user, args.flag('include_locale'))),
    cache_ts: Math.floor(Date.now() / 1000),
    response_metadata: { next_cursor: nextCursor },
  }
}

function lookupByEmail(world: World, args: Arguments) {
  const email = args.need('email').toLowerCase()
  const user = [...world.store.users.values()].find((one) => one.email?.toLowerCase() === email)
  if (user === undefined) throw new SlackRefusal('users_not_found')
  return { user: userJson(world, user, false) }
}

function listGroups(world: World, args: Arguments) {
  const groups = [...world.store.groups.values()]
  return {
    usergroups: groups.map((group) => ({
      ...groupJson(world, group),
      ...(args.flag('include_users') && { users: group.users }),
    })),
  }
}

function listGroupUsers(world: World, args: Arguments) {
  const group = world.store.groups.get(args.need('usergroup'))
  if (group === undefined) throw new SlackRefusal('no_such_subteam')
  return { users: group.users }
}
