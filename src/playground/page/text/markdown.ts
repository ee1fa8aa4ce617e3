import MarkdownIt, { type Token } from 'markdown-it/browser'
import { withEmoji, type Inline } from './inline.ts'
import { angleInline } from './mrkdwn.ts'

/** CommonMark with tables and strikethrough; HTML stays as typed, and pictures are links. */
const markdown = new MarkdownIt({ linkify: true }).disable('image')
// Only whole addresses: "a.md" or "成员.com" is no link.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false })

// Slack's own marks for people, channels and addresses: <@U1>, <#C1|general>, <https://a.example|look>.
markdown.inline.ruler.before('autolink', 'slack', (state, silent) => {
  const body = /^<([^!<>\n][^<>\n]*)>/.exec(state.src.slice(state.pos, state.posMax))?.[1]
  const inline = body === undefined ? null : angleInline(body)
  if (body === undefined || inline === null) return false
  if (!silent) state.push('slack', '', 0).meta = inline
  state.pos += body.length + 2
  return true
})

/** The parts of standard Markdown, flat, as markdown-it gives them. Never throws; marks that do not close stay as typed. */
export function parseMarkdown(source: string): Token[] {
  return markdown.parse(source, {})
}

const marks: Readonly<Record<string, 'bold' | 'italic' | 'strike'>> = {
  strong_open: 'bold',
  em_open: 'italic',
  s_open: 'strike',
}

/** A run of text: what is inside an `inline` token. */
export function inlinesOf(tokens: readonly Token[]): Inline[] {
  const open: Inline[][] = [[]]
  for (const token of tokens) {
    const here = open.at(-1) ?? []
    const children: Inline[] = []
    if (token.nesting > 0) {
      const kind = marks[token.type]
      const href = String(token.attrGet('href') ?? '')
      here.push(kind === undefined ? { kind: 'link', href, children } : { kind, children })
      open.push(children)
    } else if (token.nesting < 0) open.pop()
    else here.push(...leaf(token))
  }
  return open[0] ?? []
}

function leaf(token: Token): Inline[] {
  // The rule above puts it there.
  if (token.type === 'slack') return [token.meta as Inline]
  if (token.type === 'code_inline') return [{ kind: 'code', text: token.content }]
  if (token.type.endsWith('break')) return [{ kind: 'text', text: '\n' }]
  return withEmoji(token.content)
}
