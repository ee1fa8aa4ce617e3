import { unescapeEntities, withEmoji, type Inline } from './inline.ts'

/** Marks within marks beyond this are drawn as typed: a hostile text must not exhaust the stack. */
const deepest = 12

type Taken = { inline: Inline; end: number } | null

/** One run of standard Markdown without block marks; marks that do not close (text still streaming) stay as typed. */
export function parseMarkdownInline(source: string, depth = 0): Inline[] {
  if (depth > deepest) return [{ kind: 'text', text: source }]
  const out: Inline[] = []
  let plain = ''
  const flush = (): void => {
    if (plain !== '') out.push(...withEmoji(unescapeEntities(plain)))
    plain = ''
  }
  let at = 0
  while (at < source.length) {
    const escaped = /^\\([!-/:-@[-`{-~])/.exec(source.slice(at, at + 2))
    const taken = escaped === null ? takeAt(source, at, depth) : null
    if (taken !== null) {
      flush()
      out.push(taken.inline)
      at = taken.end
    } else if (escaped === null) {
      plain += source[at]
      at += 1
    } else {
      // A backslash makes the next mark plain, entities too: keep it apart from the text that is unescaped.
      flush()
      out.push({ kind: 'text', text: escaped[1] ?? '' })
      at += 2
    }
  }
  flush()
  return out
}

function takeAt(source: string, at: number, depth: number): Taken {
  return (
    code(source, at) ??
    link(source, at, depth) ??
    angle(source, at) ??
    bare(source, at) ??
    emphasis(source, at, depth)
  )
}

function code(source: string, at: number): Taken {
  if (source[at] !== '`') return null
  const match = /^(`+)([\s\S]*?[^`])\1(?!`)/.exec(source.slice(at))
  if (match === null) return null
  return { inline: { kind: 'code', text: (match[2] ?? '').trim() }, end: at + match[0].length }
}

function link(source: string, at: number, depth: number): Taken {
  if (source[at] !== '[') return null
  const match = /^\[([^\]\n]+)\]\(<?([^\s()<>]+)>?(?:\s+"[^"]*")?\)/.exec(source.slice(at))
  if (match === null) return null
  const inline: Inline = {
    kind: 'link',
    href: unescapeEntities(match[2] ?? ''),
    children: parseMarkdownInline(match[1] ?? '', depth + 1),
  }
  return { inline, end: at + match[0].length }
}

function angle(source: string, at: number): Taken {
  if (source[at] !== '<') return null
  const rest = source.slice(at)
  const user = /^<@([UW][A-Z0-9_]+)(?:\|[^>]*)?>/.exec(rest)
  if (user !== null) return { inline: { kind: 'user', id: user[1] ?? '' }, end: at + user[0].length }
  const channel = /^<#([CGD][A-Z0-9_]+)(?:\|([^>]*))?>/.exec(rest)
  if (channel !== null) {
    return {
      inline: { kind: 'channel', id: channel[1] ?? '', label: channel[2] ?? '' },
      end: at + channel[0].length,
    }
  }
  const address = /^<(https?:\/\/[^\s<>|]+)(?:\|([^>]*))?>/.exec(rest)
  if (address === null) return null
  const href = unescapeEntities(address[1] ?? '')
  return {
    inline: { kind: 'link', href, children: [{ kind: 'text', text: address[2] ?? href }] },
    end: at + address[0].length,
  }
}

function bare(source: string, at: number): Taken {
  if (!source.startsWith('http', at) || /[\p{L}\p{N}]/u.test(source[at - 1] ?? '')) return null
  const match =
    /^https?:\/\/[^\s<>()[\]《》「」，。；：！？、]+[^\s<>()[\]《》「」，。；：！？、.,;:!?'"*_~]/.exec(
      source.slice(at),
    )
  if (match === null) return null
  const href = unescapeEntities(match[0])
  return {
    inline: { kind: 'link', href, children: [{ kind: 'text', text: href }] },
    end: at + match[0].length,
  }
}

const emphases = [
  { mark: '**', kind: 'bold' },
  { mark: '__', kind: 'bold' },
  { mark: '~~', kind: 'strike' },
  { mark: '*', kind: 'italic' },
  { mark: '_', kind: 'italic' },
] as const

function emphasis(source: string, at: number, depth: number): Taken {
  for (const { mark, kind } of emphases) {
    if (!source.startsWith(mark, at)) continue
    const start = at + mark.length
    // Underscores inside a word are part of it (snake_case), asterisks are not.
    const inWord = mark.startsWith('_') && /[\p{L}\p{N}]/u.test(source[at - 1] ?? '')
    if (inWord || /^(?:\s|$)/.test(source.slice(start, start + 1))) return null
    const end = closing(source, start, mark)
    if (end < 0) return null
    return {
      inline: { kind, children: parseMarkdownInline(source.slice(start, end), depth + 1) },
      end: end + mark.length,
    }
  }
  return null
}

function closing(source: string, start: number, mark: string): number {
  for (let end = source.indexOf(mark, start); end >= 0; end = source.indexOf(mark, end + 1)) {
    const longer = mark.length === 1 && (source[end + 1] === mark || source[end - 1] === mark)
    const inWord = mark.startsWith('_') && /[\p{L}\p{N}]/u.test(source[end + mark.length] ?? '')
    if (end > start && !longer && !inWord && !/\s/.test(source[end - 1] ?? '')) return end
  }
  return -1
}
