/** Text with marks, as both Slack's mrkdwn and Markdown come down to. All strings are plain: nothing is escaped any more. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'user'; id: string }
  | { kind: 'channel'; id: string; label: string }
  | { kind: 'notice'; text: string }
  | { kind: 'date'; seconds: number; format: string; fallback: string; href: string | null }
  | { kind: 'emoji'; name: string }

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** Slack escapes exactly these three. */
export function unescapeEntities(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)
}

const emojiByName: Readonly<Record<string, string>> = {
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  ballot_box_with_check: '☑️',
  x: '❌',
  warning: '⚠️',
  large_orange_diamond: '🔶',
  point_right: '👉',
  bell: '🔔',
  no_bell: '🔕',
  alarm_clock: '⏰',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  calendar: '📅',
  date: '📅',
  spiral_calendar_pad: '🗓️',
  memo: '📝',
  pencil: '📝',
  pencil2: '✏️',
  books: '📚',
  book: '📖',
  blue_book: '📘',
  clipboard: '📋',
  page_facing_up: '📄',
  file_folder: '📁',
  paperclip: '📎',
  link: '🔗',
  mag: '🔍',
  bulb: '💡',
  star: '⭐',
  grey_question: '❔',
  leftwards_arrow_with_hook: '↩️',
  heavy_plus_sign: '➕',
  busts_in_silhouette: '👥',
  trophy: '🏆',
  tada: '🎉',
  wave: '👋',
  pray: '🙏',
  eyes: '👀',
  speech_balloon: '💬',
  bar_chart: '📊',
  chart_with_upwards_trend: '📈',
  rocket: '🚀',
  lock: '🔒',
  unlock: '🔓',
  no_entry: '⛔',
  writing_hand: '✍️',
  rewind: '⏪',
  inbox_tray: '📥',
  twisted_rightwards_arrows: '🔀',
  information_source: 'ℹ️',
  question: '❓',
  exclamation: '❗',
  arrow_right: '➡️',
  arrows_counterclockwise: '🔄',
  red_circle: '🔴',
  large_yellow_circle: '🟡',
  large_green_circle: '🟢',
  large_orange_circle: '🟠',
  large_blue_circle: '🔵',
  white_circle: '⚪',
  black_circle: '⚫',
  smile: '😄',
  slightly_smiling_face: '🙂',
}

/** The picture for a shortcode without colons, or null for one this small Slack does not know. */
export function emojiOf(name: string): string | null {
  return Object.hasOwn(emojiByName, name) ? (emojiByName[name] ?? null) : null
}

/** Splits running text at `:shortcode:`; unknown shortcodes stay as typed. */
export function withEmoji(text: string): Inline[] {
  const out: Inline[] = []
  let from = 0
  for (const match of text.matchAll(/:([a-z0-9_+-]+):/g)) {
    const name = match[1] ?? ''
    if (emojiOf(name) === null) continue
    if (match.index > from) out.push({ kind: 'text', text: text.slice(from, match.index) })
    out.push({ kind: 'emoji', name })
    from = match.index + match[0].length
  }
  if (from < text.length) out.push({ kind: 'text', text: text.slice(from) })
  return out
}

/**
 * The address if a person may follow it: http, https, mailto, or a path on this server; else null.
 * Anything else (`javascript:`, `data:`, `file:`) is drawn as text.
 */
export function safeHref(href: string): string | null {
  if (/^\/(?![/\\])/.test(href)) return href
  return /^(?:https?:\/\/|mailto:)[^\s]+$/i.test(href) ? href : null
}

/** What a reader would read aloud: marks dropped. */
export function plainOf(parts: readonly Inline[]): string {
  return parts.map(plainOfOne).join('')
}

function plainOfOne(part: Inline): string {
  if ('children' in part) return plainOf(part.children)
  if ('text' in part) return part.text
  if (part.kind === 'date') return part.fallback
  if (part.kind === 'emoji') return emojiOf(part.name) ?? `:${part.name}:`
  return part.id
}
