import { SocketDelivery } from '../delivery/socket.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import type { World } from '../state/world.ts'
import type { Arguments, MethodTable } from './method.ts'

/** auth.*, apps.*, bots.*, team.*, api.*: the app itself. */
export const appMethods: MethodTable = {
  'api.test': { token: 'bot', tier: 4, run: () => ({}) },
  'auth.test': { token: 'bot', tier: 'none', run: authTest },
  'apps.connections.open': { token: 'app', tier: 1, run: openConnection },
  'bots.info': { token: 'bot', scope: 'users:read', tier: 3, run: botInfo },
  'team.info': { token: 'bot', scope: 'team:read', tier: 3, run: teamInfo },
}

function authTest(world: World) {
  const { team, bot } = world.identity
  return {
    url: `${world.url}/`,
    team: team.name,
    user: bot.name,
    team_id: team.id,
    user_id: bot.userId,
    bot_id: bot.botId,
    is_enterprise_install: false,
  }
}

function openConnection(world: World) {
  if (!(world.delivery instanceof SocketDelivery)) throw new SlackRefusal('not_allowed_token_type')
  return { url: `${world.url.replace('http', 'ws')}${world.delivery.openConnection()}` }
}

function botInfo(world: World, args: Arguments) {
  const { bot } = world.identity
  if (args.has('bot') && args.text('bot') !== bot.botId) throw new SlackRefusal('bot_not_found')
  return {
    bot: {
      id: bot.botId,
      app_id: bot.appId,
      user_id: bot.userId,
      name: bot.name,
      deleted: false,
      updated: 0,
      icons: {},
    },
  }
}

function teamInfo(world: World) {
  return { team: { ...world.identity.team, email_domain: '', icon: {} } }
}
