import { defined, type JsonRecord } from '../protocol/json.ts'
import { messageJson, viewJson } from './slack-json.ts'
import type { StoredConversation, StoredMessage, StoredUser, ViewState } from '../protocol/protocol.ts'
import type { StoredView } from '../state/state.ts'
import { issueResponseUrl, type World } from '../state/world.ts'

/*
 * The payloads that Slack sends when a person does something. Source: docs.slack.dev/reference/interaction-payloads,
 * checked against what Bolt reads.
 */

export function commandPayload(
  world: World,
  user: StoredUser,
  channel: StoredConversation,
  typed: { command: string; text: string },
): JsonRecord {
  const { team, bot } = world.identity
  const about = { user: user.id, channel: channel.id, messageTs: null, threadTs: null }
  return {
    token: 'playground',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channel.kind === 'im' ? 'directmessage' : channel.name,
    user_id: user.id,
    user_name: user.name,
    ...typed,
    api_app_id: bot.appId,
    is_enterprise_install: 'false',
    response_url: issueResponseUrl(world, about),
    trigger_id: world.triggers.issue(user.id),
  }
}

/** What every interaction says: who, where, which app. */
function interaction(world: World, type: string, user: StoredUser): JsonRecord {
  const { team, bot } = world.identity
  return {
    type,
    token: 'playground',
    api_app_id: bot.appId,
    team: { id: team.id, domain: team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId ?? team.id },
    enterprise: null,
    is_enterprise_install: false,
  }
}

function channelJson(channel: StoredConversation): JsonRecord {
  return { id: channel.id, name: channel.kind === 'im' ? 'directmessage' : channel.name }
}

/** A click in a message. */
export function messageActionPayload(
  world: World,
  user: StoredUser,
  channel: StoredConversation,
  message: StoredMessage,
  acted: { action: JsonRecord; state: ViewState },
): JsonRecord {
  const { ts: messageTs, threadTs } = message
  return {
    ...interaction(world, 'block_actions', user),
    container: defined({
      type: 'message',
      message_ts: messageTs,
      channel_id: channel.id,
      is_ephemeral: message.ephemeralFor !== null,
      thread_ts: threadTs ?? undefined,
    }),
    trigger_id: world.triggers.issue(user.id),
    channel: channelJson(channel),
    // Slack does not send the message itself when it is ephemeral.
    ...(message.ephemeralFor === null && { message: messageJson(world, message, true) }),
    state: { values: acted.state },
    response_url: issueResponseUrl(world, { user: user.id, channel: channel.id, messageTs, threadTs }),
    actions: [acted.action],
  }
}

/** A click in a modal or on the Home tab. */
export function viewActionPayload(
  world: World,
  user: StoredUser,
  view: StoredView,
  action: JsonRecord,
): JsonRecord {
  return {
    ...interaction(world, 'block_actions', user),
    container: { type: 'view', view_id: view.id },
    trigger_id: world.triggers.issue(user.id, view.id),
    view: viewJson(world, view),
    actions: [action],
  }
}

export function submissionPayload(world: World, user: StoredUser, view: StoredView): JsonRecord {
  return {
    ...interaction(world, 'view_submission', user),
    trigger_id: world.triggers.issue(user.id, view.id),
    view: viewJson(world, view),
    response_urls: responseUrlsOf(world, user, view),
  }
}

export function closedPayload(
  world: World,
  user: StoredUser,
  view: StoredView,
  cleared: boolean,
): JsonRecord {
  return { ...interaction(world, 'view_closed', user), view: viewJson(world, view), is_cleared: cleared }
}

export function globalShortcutPayload(world: World, user: StoredUser, callbackId: string): JsonRecord {
  return {
    ...interaction(world, 'shortcut', user),
    callback_id: callbackId,
    action_ts: String(Date.now() / 1000),
    trigger_id: world.triggers.issue(user.id),
  }
}

export function messageShortcutPayload(
  world: World,
  user: StoredUser,
  channel: StoredConversation,
  message: StoredMessage,
  callbackId: string,
): JsonRecord {
  const { ts: messageTs, threadTs } = message
  return {
    ...interaction(world, 'message_action', user),
    callback_id: callbackId,
    action_ts: String(Date.now() / 1000),
    trigger_id: world.triggers.issue(user.id),
    channel: channelJson(channel),
    message_ts: messageTs,
    message: messageJson(world, message),
    response_url: issueResponseUrl(world, { user: user.id, channel: channel.id, messageTs, threadTs }),
  }
}

export function suggestionPayload(
  world: World,
  user: StoredUser,
  asked: { blockId: string; actionId: string; value: string },
  where: JsonRecord,
): JsonRecord {
  return {
    ...interaction(world, 'block_suggestion', user),
    action_id: asked.actionId,
    block_id: asked.blockId,
    value: asked.value,
    ...where,
  }
}

/** Addresses for the conversations chosen in inputs that ask for one. */
function responseUrlsOf(world: World, user: StoredUser, view: StoredView): JsonRecord[] {
  return view.view.blocks.flatMap((block) => {
    if (block.type !== 'input' || !('element' in block)) return []
    const { element } = block
    if (!('response_url_enabled' in element) || !element.response_url_enabled) return []
    const actionId = element.action_id ?? ''
    const value = view.state[block.block_id ?? '']?.[actionId]
    const channel = value?.selected_conversation ?? value?.selected_channel
    if (channel === null || channel === undefined) return []
    const about = { user: user.id, channel, messageTs: null, threadTs: null }
    return [
      {
        block_id: block.block_id,
        action_id: actionId,
        channel_id: channel,
        response_url: issueResponseUrl(world, about),
      },
    ]
  })
}
