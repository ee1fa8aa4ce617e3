import { plainText } from '../text/quotes.ts'

/** Escapes a person's text for Slack, so that `<!channel>` in a title pings nobody. Source: Slack, "Escaping text". */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** The opposite: what Slack sends of a person's typing, as the person typed it. */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** A person's mention; their name, escaped, when they have no Slack account. */
export function mention(person: { readonly slackUserId: string | null; readonly name: string }): string {
  return person.slackUserId === null ? escapeText(person.name) : `<@${person.slackUserId}>`
}

/** Cuts a text to a limit counted in UTF-16 units, never inside a surrogate pair, with an ellipsis. */
export function fit(text: string, limit: number): string {
  if (text.length <= limit) return text
  const cut = text.slice(0, limit - 1)
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}

/** Slack user ids mentioned in a command's text, in their order: `<@U123>` or `<@U123|name>`. */
export function readMentions(text: string): string[] {
  return [...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map((match) => match[1] ?? '')
}

/**
 * A sentence for a person that may hold their own typing as Slack sent it: mentions stay mentions, everything else of
 * Slack's markup is undone, and what could be markup is escaped.
 */
export function escapeSentence(text: string): string {
  return text
    .split(/(<@[UW][A-Z0-9]+(?:\|[^<>]*)?>)/)
    .map((part, index) => (index % 2 === 1 ? part.replace(/\|[^<>]*>$/, '>') : escapeText(undone(part))))
    .join('')
}

/** The same without any markup, for places that show plain text: mentions and links by their labels. */
export function plainSentence(text: string): string {
  return undone(
    text.replaceAll(
      /<@([UW][A-Z0-9]+)(?:\|([^<>]*))?>/g,
      (_all, id: string, name?: string) => `@${name ?? id}`,
    ),
  )
}

function undone(text: string): string {
  const named = text.replaceAll(
    /<([#!][^<>|]*|https?:[^<>|]*|mailto:[^<>|]*)(?:\|([^<>]*))?>/g,
    (_all, target: string, label?: string) =>
      label ?? target.replace(/^!subteam\^/, '@').replace(/^[!]/, '@'),
  )
  return unescapeText(named)
}

/** Slack's text as a person reads it: mentions and links by their labels, entities undone. */
export function readableText(text: string): string {
  const readable = text.replaceAll(/<([^<>|]*)(?:\|([^<>]*))?>/g, (_all, target: string, label?: string) => {
    if (label !== undefined) return target.startsWith('@') ? `@${label}` : label
    return /^https?:/i.test(target) ? target : ' '
  })
  return plainText(unescapeText(readable))
}
