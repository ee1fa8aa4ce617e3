import type { Locale } from '../../locale.ts'
import { bareTitle } from '../outline/outline.ts'

/** What was taken out of an answer, or mended in it, before it was judged. */
export const CLEANED = [
  'fence',
  'preamble',
  'closing',
  'title',
  'heading',
  'bold',
  'list',
  'table',
  'link',
  'citation',
  'approximation',
  'blank',
] as const
export type Cleaned = (typeof CLEANED)[number]

export type CleanAnswer = { readonly text: string; readonly cleaned: readonly Cleaned[] }

type Rule = readonly [sort: Cleaned, mend: (text: string, title: string) => string]

const SLOT = /[{｛]/
/** 好的，以下是…： and Here is the section: say nothing of the office. */
const PREAMBLE =
  /^(?:(?:好的|当然(?:可以)?|没问题|收到|明白)[，,。！!：:]?[^\n]{0,60}|(?:以下|下面|如下)(?:是|为)[^\n]{0,60}[：:]|(?:sure|certainly|of course|okay|here (?:is|are)|here['’]s|below is)\b[^\n]{0,120}[:.!])$/i
/** 以上是…, 希望…, Let me know …, （约500字）. */
const CLOSING =
  /^(?:以上(?:是|为|就是|内容)[^\n]{0,80}|希望(?:以上|对您|能)[^\n]{0,80}|(?:如需|如有|若需)[^\n]{0,60}(?:告知|修改|调整|联系|补充)[^\n]{0,40}|请(?:您)?(?:审阅|核对|指正)[^\n]{0,20}|[（(](?:全文|正文|本部分)?(?:共|约|字数)[^\n]{0,20}[）)]|(?:i hope|let me know|please let me know|feel free|word count|\((?:about|approximately) \d+ words)\b[^\n]{0,160})$/i

const RULES: readonly Rule[] = [
  ['fence', (text) => text.replaceAll(/^[ \t]*(?:`{3,}|~{3,})[\w-]*[ \t]*$\n?/gm, '')],
  ['preamble', (text) => withoutFirst(text, (line) => PREAMBLE.test(line))],
  ['title', (text, title) => withoutFirst(text, (line) => isTitle(line, title))],
  ['closing', withoutClosing],
  ['heading', (text) => text.replaceAll(/^[ \t]*#{1,6}[ \t]+/gm, '')],
  ['table', (text) => text.replaceAll(/^[ \t]*\|.*\|[ \t]*$\n?/gm, tableRow)],
  [
    'link',
    (text) =>
      text
        .replaceAll(/!\[[^\]\n]*\]\([^)\n]*\)/g, '')
        .replaceAll(/([ \t]*)\[([^\]\n]*)\]\([^)\n]*\)/g, linkText),
  ],
  ['bold', withoutBold],
  ['list', (text) => text.replaceAll(/^[ \t]*[-*•·][ \t]+(?=\S)/gm, '')],
  ['citation', withoutCitations],
  ['approximation', withoutDoubled],
  [
    'blank',
    (text) =>
      text
        .replaceAll(/\n{3,}/g, '\n\n')
        .replaceAll(/[ \t]+$/gm, '')
        .trim(),
  ],
]

/**
 * A model's answer without what is no text of a report: fences, remarks before and after, the section's title again, marks
 * of headings, bold, lists, tables and links, citations, words that double an approximation. Slots stay as they are. Text
 * without such things comes back unchanged. `cleaned`: what was found, in the order of the rules. Pure.
 */
export function cleanAnswer(
  answer: string,
  of: { readonly title: string; readonly locale: Locale },
): CleanAnswer {
  let text = answer
  const cleaned: Cleaned[] = []
  for (const [sort, mend] of RULES) {
    const mended = mend(text, of.title)
    // Blanks at the ends are no fault of form.
    if (mended !== text && sort !== 'blank') cleaned.push(sort)
    text = mended
  }
  return { text, cleaned }
}

/** Without its first line, if there is more text and the line is one of these; slots make it text. */
function withoutFirst(text: string, isOne: (line: string) => boolean): string {
  const trimmed = text.trimStart()
  const end = trimmed.indexOf('\n')
  const line = trimmed.slice(0, Math.max(0, end)).trim()
  if (end < 0 || line === '' || SLOT.test(line) || !isOne(line)) return text
  return trimmed.slice(end).trimStart()
}

function isTitle(line: string, title: string): boolean {
  const plain = line.replaceAll(/[#*_：:\s]/g, '').toLowerCase()
  const [whole, bare] = [title, bareTitle(title)].map((one) =>
    one.replaceAll(/[#*_：:\s]/g, '').toLowerCase(),
  )
  return plain === whole || plain === bare
}

/** Without its last paragraphs that speak to the reader. */
function withoutClosing(text: string): string {
  const trimmed = text.trimEnd()
  const at = trimmed.lastIndexOf('\n')
  const last = trimmed.slice(at + 1).trim()
  if (at < 0 || SLOT.test(last) || !CLOSING.test(last)) return text
  return withoutClosing(trimmed.slice(0, at))
}

/** A table's row as a sentence; the line under its head goes. */
function tableRow(row: string): string {
  const cells = row
    .trim()
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
  if (cells.every((cell) => /^:?-+:?$/.test(cell) || cell === '')) return ''
  const said = cells.filter((cell) => cell !== '').join('，')
  return `${said}。${row.endsWith('\n') ? '\n' : ''}`
}

/** What a link says; a reference to a record of the data says nothing. */
function linkText(_: string, gap: string, words: string): string {
  return /^(?:see |见)?\s*r\d+$/i.test(words.trim()) ? '' : `${gap}${words}`
}

function withoutBold(text: string): string {
  return text
    .replaceAll(/\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*/g, '$1')
    .replaceAll(/__(?=\S)([^_\n]+?)(?<=\S)__/g, '$1')
    .replaceAll(/(?<![*\w])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![*\w])/g, '$1')
    .replaceAll(/`(\{\{[^{}`\n]{1,40}\}\})`/g, '$1')
}

/** 57 attendances {{r4}}. → 57 attendances. A record's day or heads is no citation. */
function withoutCitations(text: string): string {
  const citation = String.raw`\{\{\s*r\d+\s*\}\}`
  const many = String.raw`${citation}(?:[、,，;；\s]*${citation})*`
  return text
    .replaceAll(
      new RegExp(String.raw`[ \t]*[（([](?:来源|出处|依据|见|see|source)?[：:\s]*${many}[）)\]]`, 'gi'),
      '',
    )
    .replaceAll(new RegExp(String.raw`[ \t]*${many}`, 'g'), '')
    .replaceAll(/[（([](?:see |见)?\s*[rf]\d+[）)\]]/gi, '')
}

/** 约{{f2~}}余册 → {{f2~}}册: the program says over or 余 itself; a share brings its sign. */
function withoutDoubled(text: string): string {
  const round = String.raw`(\{\{\s*f\d+~\s*\}\})`
  return text
    .replaceAll(new RegExp(String.raw`(?:大约|约|近|超过|逾|超)${round}`, 'g'), '$1')
    .replaceAll(
      new RegExp(String.raw`\b(?:about|around|nearly|over|more than|some|approximately) ${round}`, 'gi'),
      '$1',
    )
    .replaceAll(new RegExp(String.raw`${round}(?:余|多)`, 'g'), '$1')
    .replaceAll(/(\{\{\s*f\d+\s*\/\s*f\d+%\s*\}\})\s?[%％]/g, '$1')
    .replaceAll(/[%％]{2,}/g, '%')
    .replaceAll(/余{2,}/g, '余')
}
