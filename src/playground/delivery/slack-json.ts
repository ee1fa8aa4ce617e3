import { extensionOf } from '../state/file-contents.ts'
import { defined, type JsonRecord } from '../protocol/json.ts'
import type { StoredConversation, StoredMessage, StoredUser, StoredUserGroup } from '../protocol/protocol.ts'
import type { StoredFile, StoredView } from '../state/state.ts'
import type { World } from '../state/world.ts'

/*
 * The state in the form in which Slack's answers and events give it.
 */

export function messageJson(world: World, message: StoredMessage, withMetadata = false): JsonRecord {
  const { team, bot } = world.identity
  const isBot = message.botId !== null
  const log = world.store.log(message.channel)
  const replies =
    message.threadTs === null || message.threadTs === message.ts ? log.repliesTo(message.ts) : []
  return defined({
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: team.id,
    bot_id: isBot ? bot.botId : undefined,
    app_id: isBot ? bot.appId : undefined,
    bot_profile: isBot ? { id: bot.botId, app_id: bot.appId, name: bot.name, team_id: team.id } : undefined,
    blocks: message.blocks.length > 0 ? message.blocks : undefined,
    attachments: message.attachments.length > 0 ? message.attachments : undefined,
    files: message.fileIds.length > 0 ? filesJson(world, message.fileIds) : undefined,
    metadata: withMetadata ? (message.metadata ?? undefined) : undefined,
    edited: message.editedTs === null ? undefined : { user: message.user, ts: message.editedTs },
    is_ephemeral: message.ephemeralFor === null ? undefined : true,
    streaming_state: message.markdown === null ? undefined : message.streaming ? 'in_progress' : 'completed',
    thread_ts: message.threadTs ?? (replies.length > 0 ? message.ts : undefined),
    ...(replies.length > 0 && {
      reply_count: replies.length,
      reply_users: [...new Set(replies.map((reply) => reply.user))],
      latest_reply: replies.at(-1)?.ts,
    }),
  })
}

export function userJson(world: World, user: StoredUser, includeLocale: boolean): JsonRecord {
  const now = world.clock.now().toZonedDateTimeISO(user.tz)
  const team = user.teamId ?? world.identity.team.id
  return defined({
    id: user.id,
    team_id: team,
    name: user.name,
    real_name: user.realName,
    deleted: user.deleted,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: now.offsetNanoseconds / 1_000_000_000,
    locale: includeLocale ? user.locale : undefined,
    is_admin: user.isAdmin,
    is_owner: user.isOwner,
    is_primary_owner: user.isOwner,
    is_restricted: user.isRestricted,
    is_ultra_restricted: false,
    // Slack says so of its own bot, and every app has to know better.
    is_bot: user.isBot && user.id !== 'USLACKBOT',
    is_app_user: false,
    // Slack leaves it out for the workspace's own.
    is_stranger: user.isStranger,
    updated: 0,
    profile: defined({
      real_name: user.realName,
      display_name: user.realName,
      title: user.title,
      team,
      email: world.scopes.has('users:read.email') ? (user.email ?? undefined) : undefined,
    }),
  })
}

export function conversationJson(world: World, conversation: StoredConversation): JsonRecord {
  const { bot } = world.identity
  const isIm = conversation.kind === 'im'
  return defined({
    id: conversation.id,
    name: isIm ? undefined : conversation.name,
    name_normalized: isIm ? undefined : conversation.name,
    user: isIm ? conversation.members.find((member) => member !== bot.userId) : undefined,
    is_channel: !isIm,
    is_group: false,
    is_im: isIm,
    is_mpim: false,
    is_private: conversation.isPrivate,
    is_archived: false,
    is_general: conversation.name === 'general',
    is_member: isIm ? undefined : world.store.isMember(bot.userId, conversation.id),
    is_open: isIm ? true : undefined,
    context_team_id: world.identity.team.id,
    num_members: isIm ? undefined : conversation.members.length,
    topic: isIm ? undefined : { value: '', creator: '', last_set: 0 },
    purpose: isIm ? undefined : { value: '', creator: '', last_set: 0 },
  })
}

export function fileJson(world: World, file: StoredFile): JsonRecord {
  const type = extensionOf(file.name)
  const at = `${world.identity.team.id}-${file.id}/${encodeURIComponent(file.name)}`
  const shares = Map.groupBy(file.shares, (share) => share.channel)
  return defined({
    id: file.id,
    created: Math.floor(Temporal.Instant.from(file.at).epochMilliseconds / 1000),
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: type === '' ? 'binary' : type,
    pretty_type: type.toUpperCase(),
    user: file.user,
    user_team: world.identity.team.id,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    alt_txt: file.altText ?? undefined,
    url_private: `${world.url}/files-pri/${at}`,
    url_private_download: `${world.url}/files-pri/${at}`,
    permalink: `${world.url}/files/${file.id}/${encodeURIComponent(file.name)}`,
    channels: [...shares.keys()].filter((channel) => channel.startsWith('C')),
    ims: [...shares.keys()].filter((channel) => channel.startsWith('D')),
    shares: {
      private: Object.fromEntries(
        [...shares].map(([channel, all]) => [channel, all.map(({ ts }) => ({ ts }))]),
      ),
    },
  })
}

function filesJson(world: World, ids: readonly string[]): JsonRecord[] {
  return ids.flatMap((id) => {
    const file = world.store.files.get(id)
    return file === undefined ? [] : [fileJson(world, file)]
  })
}

/** A view as `views.open` answers it and interactions carry it. */
export function viewJson(world: World, view: StoredView): JsonRecord {
  const { team, bot } = world.identity
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    ...view.view,
    id: view.id,
    team_id: team.id,
    app_id: bot.appId,
    app_installed_team_id: team.id,
    bot_id: bot.botId,
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    state: { values: view.state },
  }
}

export function groupJson(world: World, group: StoredUserGroup): JsonRecord {
  return {
    id: group.id,
    team_id: world.identity.team.id,
    is_usergroup: true,
    handle: group.handle,
    name: group.name,
    description: '',
    user_count: group.users.length,
    date_delete: 0,
  }
}
