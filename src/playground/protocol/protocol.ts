import type { HomeView, KnownBlock, MessageMetadata, ModalView } from '@slack/types'

/*
 * The JSON of the scripted-user API (`/people/…`): what a person in the playground sees and does.
 * The page, the tests and the in-process `people` object speak exactly these shapes.
 * Every answer is JSON; times are ISO 8601 unless said otherwise; ids are Slack's (`U…`, `C…`, `D…`, `V…`, `F…`).
 */

// ---------------------------------------------------------------- what a person sees: GET /people/state

/**
 * `GET /people/state?as=U…[&conversation=C…|D…][&limit=200]`.
 * Without `conversation` no messages are sent (`conversation` is null). Asking for a conversation marks it as read.
 */
export type PersonState = {
  /** Grows by at least one with every change anywhere; compare with {@link ChangeEvent}. */
  revision: number
  team: TeamSeen
  clock: ClockState
  /** The person who looks. */
  as: string
  /** The bot's user id. */
  bot: string
  users: UserSeen[]
  /** Channels in which the person is, then direct messages; only those the person can see. */
  conversations: ConversationSeen[]
  conversation: ConversationContent | null
  /** Open modals of this person, the lowest first; the last one is on top and is the only one to act on. */
  modals: ModalSeen[]
  /** What the bot published for this person, null before the first `views.publish`. */
  home: HomeSeen | null
  /** Slash commands the bot answers, with their leading slash. */
  commands: string[]
  /** Shortcuts of the app (global ones, and those in a message's menu). */
  shortcuts: ShortcutSeen[]
}

type TeamSeen = { id: string; name: string; domain: string }

export type ClockState = {
  /** Now, as an instant, `2022-11-18T01:00:00Z`. */
  now: string
  /** IANA zone of the office: show times in it. */
  zone: string
  /** False while the clock stands still. */
  moving: boolean
  /** The moment it was last set to (an instant), null when it is the real time. It flows at real speed from there. */
  setAt: string | null
}

export type UserSeen = {
  id: string
  /** Handle, without spaces. */
  name: string
  realName: string
  /** Job title or department as in the Slack profile, may be ''. */
  title: string
  /** What a person may do in the office, a label for the page only ('editor', 'member' …), may be ''. */
  role: string
  /** `zh-CN`, `en-US` … */
  locale: string
  tz: string
  isBot: boolean
  isAdmin: boolean
  isRestricted: boolean
  deleted: boolean
}

export type ConversationSeen = {
  id: string
  kind: 'channel' | 'im'
  /** Channel name without #; for a direct message the other's real name. */
  name: string
  /** The other person of a direct message, else null. */
  user: string | null
  unread: number
  members: string[]
}

export type ConversationContent = {
  id: string
  /** Root messages, oldest first, with replies inside; ephemeral ones (for this person only) in their place. */
  messages: MessageSeen[]
  /** True when older ones were left out because of `limit`. */
  hasMore: boolean
}

export type MessageSeen = {
  /** Identity within the conversation, `1668733200.000100`. */
  ts: string
  channel: string
  user: string
  /** Moment on the playground's clock. */
  at: string
  /** Slack mrkdwn as stored, `&amp; &lt; &gt;` escaped. Draw it only if there are no blocks. */
  text: string
  blocks: KnownBlock[]
  files: FileSeen[]
  edited: boolean
  /** True while the bot is still writing it; then `markdown` grows. */
  streaming: boolean
  /** Markdown that was streamed (standard Markdown, not mrkdwn), null for messages that were not streamed. */
  markdown: string | null
  /** "Only visible to you". */
  ephemeral: boolean
  threadTs: string | null
  replyCount: number
  /** Replies, oldest first; always empty inside a reply. */
  replies: MessageSeen[]
}

export type FileSeen = {
  id: string
  name: string
  title: string
  mimetype: string
  /** Bytes. */
  size: number
  /** Path on this server, `/files/F…/name`. */
  url: string
}

export type ModalSeen = {
  id: string
  /** Position in the stack, 0 = lowest. */
  depth: number
  view: ModalView
  /** Faults said at the field, block_id → sentence. Empty until a submission was refused. */
  errors: Record<string, string>
  /** What the person has chosen so far where the bot was told (input with dispatch_action, actions blocks). */
  state: ViewState
  /** Changes whenever the bot replaces the view. */
  hash: string
}

export type HomeSeen = { id: string; view: HomeView; hash: string }

export type ShortcutSeen = { type: 'global' | 'message'; name: string; callback_id: string }

/** `block_id → action_id → ` what stands there, in Slack's own form. */
export type ViewState = Record<string, Record<string, StateValue>>

export type Option = {
  text: { type: 'plain_text' | 'mrkdwn'; text: string; emoji?: boolean }
  value: string
  description?: { type: 'plain_text' | 'mrkdwn'; text: string }
}

export type StateValue = {
  type: string
  value?: string | null
  selected_option?: Option | null
  selected_options?: Option[]
  selected_date?: string | null
  selected_time?: string | null
  selected_date_time?: number | null
  selected_user?: string | null
  selected_users?: string[]
  selected_conversation?: string | null
  selected_conversations?: string[]
  selected_channel?: string | null
  selected_channels?: string[]
  files?: FileSeen[]
  rich_text_value?: unknown
}

// ---------------------------------------------------------------- what changes: GET /people/events

/**
 * `GET /people/events?as=U…`: Server-Sent Events. Each is `event: change` with this as JSON data; the first comes
 * at once with the current revision and empty lists. Changes of about 30 ms are put together.
 */
export type ChangeEvent = {
  revision: number
  /** Conversations visible to the person in which something changed. */
  conversations: string[]
  /** Text being streamed, whole up to now: draw it without asking for the state again. */
  streams: { channel: string; ts: string; markdown: string; streaming: boolean }[]
  modal: boolean
  home: boolean
  clock: boolean
  /** Profiles or channels changed. */
  people: boolean
}

// ---------------------------------------------------------------- what a person does: POST /people/…

/**
 * Answer to every POST. `ok: false` with `error` for something that cannot be done, in Slack's words where it has any
 * (`user_not_found`, `channel_not_found`, `view_not_found`, `action_not_found`), or because the bot did not play:
 * `operation_timeout` (no acknowledgement in 3 s), `dispatch_failed` (no connection, or HTTP not 200).
 */
export type Done = {
  ok: boolean
  error?: string
  /** Where the fault is, in English, when the code alone does not tell. */
  detail?: string
}

/** `POST /people/command`. Text beginning with `/` is a slash command, anything else posts a message. */
export type CommandRequest = {
  as: string
  channel: string
  /** As typed: `@显示名` and `#channel` become mentions, `&`, `<`, `>` are escaped as Slack does. */
  text: string
  thread_ts?: string
}
/** `ts` is set when a message was posted. */
export type CommandAnswer = Done & { ts?: string }

/** Where a button, menu or input stands. */
export type Container = { channel: string; message_ts: string } | { view_id: string }

/**
 * What a person puts into an element. Only the key that fits the element's type is read; options are named by their
 * `value`. For a button nothing is needed: the server takes the value that the bot put there.
 */
export type ElementInput = {
  value?: string | null
  selected_option?: string | null
  selected_options?: string[]
  /** `2022-11-21` */
  selected_date?: string | null
  /** `09:30` */
  selected_time?: string | null
  /** Seconds since 1970. */
  selected_date_time?: number | null
  selected_user?: string | null
  selected_users?: string[]
  selected_conversation?: string | null
  selected_conversations?: string[]
  selected_channel?: string | null
  selected_channels?: string[]
  /** Ids of the person's own files, from `/people/upload` without a channel. */
  files?: string[]
}

/** `POST /people/click`: a button, a menu, or an input that dispatches. `block_id` may be left out if `action_id` is unique. */
export type ClickRequest = {
  as: string
  container: Container
  block_id?: string
  action_id: string
  /** What stands in the other inputs of the view at this moment (the bot gets it as the view's state). */
  values?: Record<string, Record<string, ElementInput>>
  /** As in {@link SubmitRequest}. */
  force?: boolean
} & ElementInput

/** `POST /people/submit`. Inputs left out keep their initial value or what was dispatched before. */
export type SubmitRequest = {
  as: string
  view_id: string
  /** block_id → action_id → input */
  values?: Record<string, Record<string, ElementInput>>
  /** Sends also files that are not the person's own, as a forged request would; the form itself refuses them. */
  force?: boolean
}
/**
 * `ok` is true also when the bot answered with `errors` (then the modal stays open and shows them).
 * `response_action` is what the bot answered: errors, update, push, clear; absent when the modal just closed.
 * `error: 'invalid_input'` with `errors`: the form itself refused (required, too short, not a number), the bot was not asked.
 */
export type SubmitAnswer = Done & {
  response_action?: 'errors' | 'update' | 'push' | 'clear'
  errors?: Record<string, string>
}

/** `POST /people/close`: the × (`clear: true` closes the whole stack). The bot is told if the view has notify_on_close. */
export type CloseRequest = { as: string; view_id: string; clear?: boolean }

/** `POST /people/shortcut`: a global shortcut, or with channel and message_ts one from a message's menu. */
export type ShortcutRequest = { as: string; callback_id: string; channel?: string; message_ts?: string }

/** `POST /people/home`: the person opens the bot's Home tab. */
export type HomeRequest = { as: string; tab?: 'home' | 'messages' }

/** `POST /people/upload`: with a channel a message with the file is posted; without, the file is kept for a file_input. */
export type UploadRequest = {
  as: string
  channel?: string
  name: string
  /** Base64. */
  content: string
  text?: string
  thread_ts?: string
}
export type UploadAnswer = Done & { file?: FileSeen; ts?: string }

/** `POST /people/options`: what an external select offers for the typed text (the bot is asked). */
export type OptionsRequest = {
  as: string
  container: Container
  block_id?: string
  action_id: string
  value: string
}
export type OptionsAnswer = Done & { options?: Option[] }

/** `POST /people/clock`; `GET /people/clock` answers {@link ClockAnswer} without moving it. */
export type ClockRequest = {
  /** ISO with offset or Z, or without (then in the office's zone; a date alone means 00:00), or `now` for real time. */
  at: string
  /** False lets the clock stand still. Default true. */
  moving?: boolean
}
export type ClockAnswer = Done & { clock?: ClockState }

/** `POST /people/profile`: what an admin of the workspace or the person changes; the bot hears user_change. */
export type ProfileRequest = {
  user: string
  locale?: string
  tz?: string
  real_name?: string
  title?: string
  deleted?: boolean
  is_restricted?: boolean
  is_admin?: boolean
  /** Makes them an outsider (another workspace of the grid, or Slack Connect); the own team's id brings them back. */
  team_id?: string
  /** Slack's mark for outsiders with whom no channel is shared; it is false for those in a shared channel. */
  is_stranger?: boolean
}

/** `POST /people/join`, `POST /people/leave`: a person (or the bot, invited by `as`) comes into or goes out of a channel. */
export type MembershipRequest = { as: string; channel: string; user: string }

/** `POST /people/faults`: sets how badly the network and Slack behave; see {@link Faults}. `{}` changes nothing. */
export type FaultsRequest = Partial<Faults> & {
  /** Forget all faults first. */
  reset?: boolean
  /** Do this once, now. `cut` drops the TCP connections without a goodbye. */
  disconnect?: 'warning' | 'refresh_requested' | 'too_many_websockets' | 'cut'
  /** Once, now: nobody listens for so many milliseconds (connection refused), and what was connected is cut. */
  offline?: number
}
export type FaultsAnswer = Done & { faults?: Faults }

/** Faults that can be switched on. `method` is a Web API method or `*`. Chances are between 0 and 1, seeded by `seed`. */
export type Faults = {
  /** Restarts the random sequence. */
  seed: number
  /** Enforce Slack's rate limits (429 with Retry-After). */
  enforceRates: boolean
  /** Multiplies every rate: 10 allows ten times as much. */
  rateFactor: number
  /** Answer 429 to every n-th call, or by chance. `retryAfter` in seconds. */
  answer429: { method: string; every?: number; probability?: number; retryAfter: number }[]
  /** The call is carried out, then the connection is destroyed without an answer. */
  loseAnswers: { method: string; probability: number; times?: number }[]
  /** The call is refused with this Slack error, so many times (default: always). */
  fail: { method: string; error: string; times?: number }[]
  /** The call is answered with this HTTP status, so many times (default: always). */
  failHttp: { method: string; status: number; times?: number }[]
  /** What else breaks and how; see {@link Break}. */
  breaks: Break[]
  /** Chance that an envelope is sent twice. */
  redeliver: number
  /** Milliseconds added before each Web API answer. */
  delayMs: number
}

/**
 * A place where the way to Slack breaks. The first of `breaks` that fits is the one that happens.
 *
 *     { at: 'apps.connections.open', how: 'hang' }                    a reconnect that is never answered
 *     { at: 'apps.connections.open', how: 'html', times: 3 }          503 with a page of HTML, three times
 *     { at: 'apps.connections.open', how: 'refused' }                 the address it gives refuses connections
 *     { at: 'socket', how: 'status', status: 500, after: 1 }          the second WebSocket is not opened
 *     { at: 'response_url', how: 'status', status: 500, times: 1 }    the first answer to an interaction fails
 *     { at: 'response_url', how: 'reset', carriedOut: true }          it arrives, but the bot does not hear so
 *     { at: 'files.completeUploadExternal', how: 'unshared' }         ok, and nothing is shared
 */
export type Break = {
  at: BreakPlace
  how: BreakManner
  /** For `status` (default 500) and `html` (default 503). */
  status?: number
  /** For `slow`: milliseconds until the answer. Default 5,000. */
  ms?: number
  /** For `reset`, `hang`, `status`, `html`: what was asked for is done all the same. Default false. */
  carriedOut?: boolean
  /** So many go well first. Default 0. */
  after?: number
  /** Then it happens so many times. Default: always. */
  times?: number
}

/**
 * A Web API method (it has a point in its name) or `*` for all of them, `response_url` for answers to interactions,
 * `upload` for the bytes of a file, `socket` for the WebSocket whose address apps.connections.open gave.
 */
export type BreakPlace = '*' | 'response_url' | 'upload' | 'socket' | `${string}.${string}`

/**
 * `reset`: the connection is destroyed without an answer. `hang`: nothing is ever answered. `status`: plain text
 * with that status. `html`: the same with a page of HTML. `slow`: carried out at once, answered after `ms`.
 * `refused` (only `apps.connections.open`): answered with ok, but at the address that it gives nobody listens.
 * `unshared` (only `files.completeUploadExternal`): answered with ok, but the file goes into no conversation.
 */
export type BreakManner = 'reset' | 'hang' | 'status' | 'html' | 'slow' | 'refused' | 'unshared'

// ---------------------------------------------------------------- what tests look into

/** A message as the server keeps it, metadata and all. */
export type StoredMessage = {
  channel: string
  ts: string
  /** Moment on the playground's clock, ISO instant. */
  at: string
  user: string
  botId: string | null
  text: string
  blocks: KnownBlock[]
  attachments: unknown[]
  metadata: MessageMetadata | null
  fileIds: string[]
  threadTs: string | null
  editedTs: string | null
  /** Visible to this user only; null for everybody. */
  ephemeralFor: string | null
  streaming: boolean
  markdown: string | null
}

/** A user as the server keeps it. */
export type StoredUser = {
  id: string
  name: string
  realName: string
  email: string | null
  title: string
  role: string
  locale: string
  tz: string
  isBot: boolean
  isAdmin: boolean
  isOwner: boolean
  isRestricted: boolean
  deleted: boolean
  /** Whose workspace they belong to, when not to this one. */
  teamId?: string
  isStranger?: boolean
}

/** A channel or direct message as the server keeps it. */
export type StoredConversation = {
  id: string
  kind: 'channel' | 'im'
  name: string
  /** For a direct message the two sides, the bot one of them. */
  members: string[]
  isPrivate: boolean
}

export type StoredUserGroup = { id: string; handle: string; name: string; users: string[] }
