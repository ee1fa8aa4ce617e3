import { readFileSync } from 'node:fs'
import { z } from 'zod'

/*
 * What the app asks Slack for. The playground grants exactly this and no more, so that what would be refused to the
 * installed app is refused here.
 */

const manifestShape = z.object({
  features: z.object({
    slash_commands: z.array(z.object({ command: z.string() })),
    shortcuts: z.array(
      z.object({ type: z.enum(['global', 'message']), name: z.string(), callback_id: z.string() }),
    ),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
})

const MANIFEST = new URL('../../../slack-manifest.json', import.meta.url)
const { features, oauth_config, settings } = manifestShape.parse(JSON.parse(readFileSync(MANIFEST, 'utf8')))

export const MANIFEST_SCOPES = oauth_config.scopes.bot
export const MANIFEST_EVENTS = settings.event_subscriptions.bot_events
export const MANIFEST_COMMANDS = features.slash_commands.map(({ command }) => command)
export const MANIFEST_SHORTCUTS = features.shortcuts
