import { newId } from '../protocol/ids.ts'
import type { JsonRecord } from '../protocol/json.ts'
import type { Acknowledgement } from '../protocol/delivery.ts'
import type { World } from '../state/world.ts'

/** When an event that nobody acknowledged is sent again, milliseconds. Source: Slack's Events API. */
const RETRY_AFTER = [0, 60_000, 300_000]

/**
 * Sends an event to the bot if it has subscribed to it (`name` as in an app manifest: `message.im`); resolves with the first attempt's outcome. One that is not acknowledged is sent again
 * with the same event_id and a retry number: at once, after a minute, after five.
 */
export async function sendEvent(world: World, name: string, event: JsonRecord): Promise<Acknowledgement> {
  if (!world.subscriptions.has(name)) return { ok: true, payload: {} }
  const { team, bot } = world.identity
  const payload = {
    token: 'playground',
    type: 'event_callback',
    team_id: team.id,
    context_team_id: team.id,
    api_app_id: bot.appId,
    event_id: newId('E'),
    event_time: Math.floor(Date.now() / 1000),
    event,
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: bot.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  }
  const first = await world.delivery.deliver('events_api', payload)
  if (!first.ok) retry(world, payload, 1, first.error)
  return first
}

function retry(world: World, payload: JsonRecord, num: number, why: string): void {
  const wait = RETRY_AFTER[num - 1]
  if (wait === undefined) return
  const reason = why === 'operation_timeout' ? 'http_timeout' : 'connection_failed'
  const again = async (): Promise<void> => {
    const answer = await world.delivery.deliver('events_api', payload, { num, reason })
    if (!answer.ok) retry(world, payload, num + 1, answer.error)
  }
  setTimeout(() => void again(), wait).unref()
}
