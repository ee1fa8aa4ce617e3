import manifest from '../../../slack-manifest.json' with { type: 'json' }
import type { ShortcutSeen } from '../protocol/protocol.ts'

/*
 * What the app asks Slack for. The playground grants exactly this and no more, so that what would be refused to the
 * installed app is refused here.
 */

const { features, oauth_config: oauth, settings } = manifest

export const MANIFEST_SCOPES: readonly string[] = oauth.scopes.bot
export const MANIFEST_EVENTS: readonly string[] = settings.event_subscriptions.bot_events
export const MANIFEST_COMMANDS: readonly string[] = features.slash_commands.map(({ command }) => command)
export const MANIFEST_SHORTCUTS: readonly ShortcutSeen[] = features.shortcuts.map(
  ({ type, name, callback_id }) => ({ type: type === 'message' ? 'message' : 'global', name, callback_id }),
)
