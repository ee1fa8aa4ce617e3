import { say, type Locale } from '../../locale.ts'
import type { Ledger } from '../facts/fact.ts'
import { shippedLexicon } from '../scan/lexicon.ts'
import { plainText, type PlainText } from '../../text/normalise.ts'
import type { NameSpan, Span } from '../scan/span.ts'
import { findScopeWords } from './scope-words.ts'
import { reasons } from './reasons.ts'
import type { VerdictNote } from './verdict.ts'

type Draft = Omit<VerdictNote, 'reason'> & { readonly zh: string; readonly en: string }

/** All that stands in the records, in plain form, to look names and titles up in. */
export type Known = { readonly haystack: string; readonly members: readonly string[] }

/** Joins every text of the ledger in which a title or quoted name may stand. */
export function knownWords(ledger: Ledger): Known {
  const texts = [
    ...ledger.records.flatMap(({ texts, people }) => [...texts, ...people]),
    ...ledger.facts.flatMap(({ label, names }) => [label, ...names]),
    ...ledger.lexicon,
    ...ledger.members,
    ...shippedLexicon,
  ]
  return {
    haystack: `\n${texts.map((text) => bare(plainText(text).plain)).join('\n')}\n`,
    members: ledger.members.map((name) => plainText(name).plain),
  }
}

/** Without quotation marks, spaces and middle points: “党课开讲啦” in a record is 党课开讲啦 in the text. */
function bare(plain: string): string {
  return plain.replace(/[\s《》“”"'「」『』·・]/g, '')
}

/** Whether the title or quote stands in the records, word for word. */
export function isKnown(name: string, known: Known): boolean {
  const wanted = bare(name).replace(/[，。；：、！？,.;:!?]+$/, '')
  return wanted !== '' && known.haystack.includes(wanted)
}

/** What the editor should look at that is no figure: scope, trend, unknown titles and names, slots left in the text. */
export function notesOf(
  text: PlainText,
  spans: readonly Span[],
  known: Known,
  locale: Locale,
): readonly VerdictNote[] {
  const drafts: Draft[] = [
    ...findScopeWords(text.plain).map(({ kind, start, end, reason }) => ({
      kind,
      ...slice(text, start, end),
      ...reason,
    })),
    ...spans.filter((span) => span.kind === 'name').flatMap((span) => nameNotes(span, known)),
    ...spans.flatMap((span) => timeNotes(span, known)),
    ...memberNotes(text, known),
    ...mixedForms(spans),
  ]
  return drafts
    .map(({ zh, en, ...note }) => ({ ...note, reason: say(locale, { zh, en }) }))
    .sort((a, b) => a.start - b.start)
}

function slice(text: PlainText, from: number, to: number): { text: string; start: number; end: number } {
  const start = text.starts[from] ?? 0
  const end = text.ends[to - 1] ?? start
  return { text: text.source.slice(start, end), start, end }
}

function nameNotes(span: NameSpan, known: Known): readonly Draft[] {
  const { text, start, end } = span
  if (span.source === 'slot') {
    return [
      { kind: 'style', text, start, end, zh: `“${text}”未被填写。`, en: `“${text}” was not filled in.` },
    ]
  }
  if (span.source !== 'title' && span.source !== 'quoted') return []
  if (isKnown(span.inner, known)) return []
  return [{ kind: 'title', text, start, end, zh: `记录中没有${text}。`, en: `No record has ${text}.` }]
}

/** 9:30: the records hold no times of day, unless one of their texts says it. */
function timeNotes(span: Span, known: Known): readonly Draft[] {
  if (span.kind !== 'date' || span.date.grain !== 'time' || isKnown(span.text, known)) return []
  const { text, start, end } = span
  return [{ kind: 'style', text, start, end, zh: reasons.time(text).zh, en: reasons.time(text).en }]
}

const called =
  /([\u4e00-\u9fff]{2,3})(?=同志|主任|书记|处长|科长|局长|老师)|\b(?:mr|ms|mrs|dr|comrade)\.? ([a-z]+(?: [a-z]+)?)/g
const officeWords = /[党支副总正各级机关部委办公室主任书记处科局长]/

/** Names like a member's that nobody on the roster has: 成员99, 张三同志. */
function memberNotes(text: PlainText, known: Known): readonly Draft[] {
  const stems = new Set(known.members.flatMap((name) => /^(.*?\D)\d+$/.exec(name)?.[1] ?? []))
  const roster = new Set(known.members)
  const drafts: Draft[] = []
  const add = (at: number, name: string): void => {
    const place = slice(text, at, at + name.length)
    drafts.push({
      kind: 'name',
      ...place,
      zh: `成员名单中没有“${place.text}”。`,
      en: `Nobody on the roster is called “${place.text}”.`,
    })
  }
  for (const stem of stems) {
    for (let at = text.plain.indexOf(stem); at >= 0; at = text.plain.indexOf(stem, at + stem.length)) {
      const tail = /\d+(?![\d人名])/y
      tail.lastIndex = at + stem.length
      const digits = tail.exec(text.plain)?.[0]
      if (digits !== undefined && !roster.has(stem + digits)) add(at, stem + digits)
    }
  }
  if (roster.size === 0) return drafts
  for (const found of text.plain.matchAll(called)) {
    const name = found[1] ?? found[2] ?? ''
    const alike = [...roster].some((member) => member.includes(name) || name.endsWith(member))
    if (!alike && !officeWords.test(name)) add(found.index + found[0].length - name.length, name)
  }
  return drafts
}

/** GB/T 15835-2011: numbers of one function take one form. Says so where 8次 and 七次 stand in one text. */
function mixedForms(spans: readonly Span[]): readonly Draft[] {
  const forms = new Map<string, 'digits' | 'words'>()
  const drafts: Draft[] = []
  for (const span of spans) {
    if (
      span.kind !== 'figure' ||
      span.unit === null ||
      span.weight !== 'claim' ||
      span.amount.approximation !== 'exact'
    )
      continue
    const form = span.form === 'arabic' || span.form === 'mixed' ? 'digits' : 'words'
    const first = forms.get(span.unit) ?? form
    forms.set(span.unit, first)
    if (first === form || span.unit === '%') continue
    const { text, start, end } = span
    drafts.push({
      kind: 'style',
      text,
      start,
      end,
      zh: `“${text}”与上文同类数字的写法不同。`,
      en: `“${text}” is written in another form than figures like it above.`,
    })
  }
  return drafts
}
