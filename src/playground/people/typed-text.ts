import type { StoredConversation, StoredUser, StoredUserGroup } from '../protocol/protocol.ts'

/** Whom and what a typed text can name: the lower-case name without its sign → the markup Slack sends for it. */
export type Names = {
  people: ReadonlyMap<string, string>
  channels: ReadonlyMap<string, string>
  longest: number
}

const BROADCASTS = ['here', 'channel', 'everyone']

/** Handles, display names and ids of users; handles of groups; names of channels. Deleted users cannot be named. */
export function namesOf(
  users: Iterable<StoredUser>,
  groups: Iterable<StoredUserGroup>,
  channels: Iterable<StoredConversation>,
): Names {
  const people = new Map<string, string>(BROADCASTS.map((name) => [name, `<!${name}>`]))
  for (const group of groups)
    people.set(group.handle.toLowerCase(), `<!subteam^${group.id}|@${group.handle}>`)
  for (const user of users) {
    if (user.deleted) continue
    for (const name of [user.id, user.name, user.realName]) {
      if (!people.has(name.toLowerCase())) people.set(name.toLowerCase(), `<@${user.id}|${user.name}>`)
    }
  }
  const named = new Map<string, string>()
  for (const { id, kind, name } of channels) {
    if (kind === 'channel') named.set(name.toLowerCase(), `<#${id}|${name}>`)
  }
  const longest = Math.max(0, ...[...people.keys(), ...named.keys()].map((name) => name.length))
  return { people, channels: named, longest }
}

/**
 * What Slack makes of typed text: `&`, `<`, `>` escaped, `@name` and `#channel` as mentions (the longest name that
 * fits; a name must not run on in letters or digits), addresses as links.
 */
export function slackText(typed: string, names: Names): string {
  let text = ''
  for (let at = 0; at < typed.length;) {
    const sign = typed[at]!
    const link =
      sign === 'h' ? /^https?:\/\/[^\s<>|，。；、）》]+/.exec(typed.slice(at, at + 2000))?.[0] : undefined
    // In an address (a@b.example) or in markup typed by hand the sign means nothing.
    const isSign = (sign === '@' || sign === '#') && !/[\w.<]/.test(typed[at - 1] ?? '')
    const mention = isSign ? mentionAt(typed, at, names) : undefined
    if (link !== undefined) text += `<${escapeText(link)}>`
    else text += mention?.markup ?? escapeText(sign)
    at += link?.length ?? mention?.length ?? 1
  }
  return text
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function mentionAt(typed: string, at: number, names: Names): { markup: string; length: number } | undefined {
  const known = typed[at] === '@' ? names.people : names.channels
  const rest = typed.slice(at + 1, at + 1 + names.longest + 1)
  for (let length = Math.min(names.longest, rest.length); length > 0; length -= 1) {
    const markup = known.get(rest.slice(0, length).toLowerCase())
    const runsOn = /^\w\w$/.test(rest.slice(length - 1, length + 1))
    if (markup !== undefined && !runsOn) return { markup, length: length + 1 }
  }
  return undefined
}
