import { unescapeEntities, withEmoji, type Inline } from './inline.ts'

/** A message's text by lines: paragraphs, quotes and preformatted runs. */
export type MrkdwnPart =
  | { kind: 'lines'; inlines: Inline[] }
  | { kind: 'quote'; inlines: Inline[] }
  | { kind: 'pre'; text: string }

/** Slack's mrkdwn, `&amp; &lt; &gt;` escaped, to what is drawn. Never throws; marks that do not close stay as typed. */
export function parseMrkdwn(source: string): MrkdwnPart[] {
  const parts: MrkdwnPart[] = []
  let from = 0
  for (const match of source.matchAll(/```\n?([\s\S]+?)\n?```\n?/g)) {
    if (match.index > from) parts.push(...byLines(source.slice(from, match.index).replace(/\n$/, '')))
    parts.push({ kind: 'pre', text: unescapeEntities(match[1] ?? '') })
    from = match.index + match[0].length
  }
  if (from < source.length) parts.push(...byLines(source.slice(from)))
  return parts
}

function byLines(source: string): MrkdwnPart[] {
  const parts: MrkdwnPart[] = []
  let run: string[] = []
  let quoted = false
  const flush = (): void => {
    if (run.length > 0)
      parts.push({ kind: quoted ? 'quote' : 'lines', inlines: parseMrkdwnInline(run.join('\n')) })
    run = []
  }
  for (const line of source.split('\n')) {
    const quote = /^(?:>|&gt;) ?(.*)$/.exec(line)
    if ((quote !== null) !== quoted) flush()
    quoted = quote !== null
    run.push(quote?.[1] ?? line)
  }
  flush()
  return parts
}

/** Marks within marks beyond this are drawn as typed. */
const deepest = 12

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const

/** One run of mrkdwn without block marks. */
export function parseMrkdwnInline(source: string, depth = 0): Inline[] {
  if (depth > deepest) return [{ kind: 'text', text: unescapeEntities(source) }]
  const out: Inline[] = []
  let plain = ''
  const flush = (): void => {
    if (plain !== '') out.push(...withEmoji(unescapeEntities(plain)))
    plain = ''
  }
  let at = 0
  while (at < source.length) {
    const taken = angle(source, at) ?? code(source, at) ?? marked(source, at, depth)
    if (taken === null) {
      plain += source[at]
      at += 1
    } else {
      flush()
      out.push(taken.inline)
      at = taken.end
    }
  }
  flush()
  return out
}

type Taken = { inline: Inline; end: number } | null

function angle(source: string, at: number): Taken {
  if (source[at] !== '<') return null
  const end = source.indexOf('>', at)
  if (end < 0) return null
  const inline = angleInline(source.slice(at + 1, end))
  return inline === null ? null : { inline, end: end + 1 }
}

/** What stands between `<` and `>`, null if it is nothing of Slack's. */
export function angleInline(body: string): Inline | null {
  const bar = body.indexOf('|')
  const target = bar < 0 ? body : body.slice(0, bar)
  const label = bar < 0 ? '' : body.slice(bar + 1)
  if (/^@[UW][A-Z0-9_]+$/.test(target)) return { kind: 'user', id: target.slice(1) }
  if (/^#[CGD][A-Z0-9_]+$/.test(target)) {
    return { kind: 'channel', id: target.slice(1), label: unescapeEntities(label) }
  }
  if (target.startsWith('!')) return special(target.slice(1), unescapeEntities(label))
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) return null
  const href = unescapeEntities(target)
  const shown = label === '' ? href.replace(/^mailto:/, '') : unescapeEntities(label)
  return { kind: 'link', href, children: [{ kind: 'text', text: shown }] }
}

function special(command: string, label: string): Inline {
  const date = /^date\^(\d+)\^([^^]*)(?:\^(.*))?$/.exec(command)
  if (date !== null) {
    return {
      kind: 'date',
      seconds: Number(date[1]),
      format: date[2] ?? '',
      fallback: label,
      href: date[3] ?? null,
    }
  }
  const name = label === '' ? command.replace(/^subteam\^/, '') : label
  return { kind: 'notice', text: name.startsWith('@') ? name : `@${name}` }
}

function code(source: string, at: number): Taken {
  const match = source[at] === '`' ? /^`([^`\n]+)`/.exec(source.slice(at)) : null
  if (match === null) return null
  return { inline: { kind: 'code', text: unescapeEntities(match[1] ?? '') }, end: at + match[0].length }
}

/** A mark opens after a non-word character and before a non-space, and closes the other way round, on one line. */
function marked(source: string, at: number, depth: number): Taken {
  const mark = source[at]
  if (mark !== '*' && mark !== '_' && mark !== '~') return null
  if (isWord(source[at - 1]) || source[at - 1] === mark || /^(?:\s|$)/.test(source.slice(at + 1))) return null
  for (let end = at + 1; end < source.length && source[end] !== '\n'; end += 1) {
    if (source[end] === '<') end = Math.max(end, source.indexOf('>', end))
    const closes = source[end] === mark && end > at + 1 && !/\s/.test(source[end - 1] ?? ' ')
    if (closes && !isWord(source[end + 1]) && source[end + 1] !== mark) {
      return {
        inline: { kind: marks[mark], children: parseMrkdwnInline(source.slice(at + 1, end), depth + 1) },
        end: end + 1,
      }
    }
  }
  return null
}

/** Letters of any script count, and the wide colon: Slack draws no bold within 中*文*字 or after 截止：. */
function isWord(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}：]/u.test(char)
}
