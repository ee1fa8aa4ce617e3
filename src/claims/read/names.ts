import type { Stem } from '../claim/claim.ts'
import { thesaurus } from '../scan/thesaurus.ts'
import type { Fact, Ledger } from '../facts/fact.ts'
import { plainText } from '../../text/normalise.ts'

/** What a word may mean: a subject, by a stem of its claims. `narrow`: this stem only (参学人次), not all that is told of it. */
export type Meaning = { readonly stem: Stem; readonly name: string | null; readonly narrow: boolean }

/** Words of a text that name subjects, from `from` to `to` of the plain text. `wide`: of the family, not of one of it. */
export type Named = {
  readonly from: number
  readonly to: number
  readonly word: string
  readonly means: readonly Meaning[]
  readonly wide: boolean
  /** Shorter names inside it (文集 in 收入文集): meant where the longer one has no figure of the unit. */
  readonly inner: readonly Named[]
}

type Term = { readonly means: Map<string, Meaning>; wide: boolean }

/** Finds names in a plain text; built once a ledger. */
export type NameIndex = (plain: string) => readonly Named[]

/** study.count:党课 → study.count, 党课. */
export function partsOf(key: string): { readonly stem: Stem; readonly name: string | null } {
  const at = key.indexOf(':')
  const stem = (at < 0 ? key : key.slice(0, at)) as Stem
  return { stem, name: at < 0 ? null : key.slice(at + 1) }
}

/** study, activity, essay, measure …: what stems of one subject share. */
export function sortOf(stem: string): string {
  return stem.startsWith('gap.') ? stem : (stem.split('.')[0] ?? stem)
}

/** Units and no names. */
const counting = new Set(
  'attendance attendances people participant participants copy copies item items piece pieces month months session sessions hour hours entry entries report reports time times 个月'.split(
    ' ',
  ),
)

/** The whole family goes by these; they never tell one of its kinds from another. */
const families: readonly (readonly [string, readonly string[]])[] = [
  [
    'study',
    [
      '学习场次',
      '学习时长',
      '学习',
      '集中学习',
      'study time',
      '学习活动',
      '理论学习',
      '各类学习',
      'study',
      'study sessions',
      'study session',
      'learning sessions',
    ],
  ],
  ['activity', ['活动', '各类活动', 'activities', 'activity', 'events', 'event']],
  ['essay', ['习作', '文章', '成员习作', '作品', '稿件', 'essays', 'essay', 'pieces of writing']],
]
const familyStems: Readonly<Record<string, readonly string[]>> = {
  study: ['study.sessions'],
  activity: ['activity.records'],
  essay: ['essay.count:submitted', 'essay.count:approved'],
}

export function nameIndex(ledger: Ledger): NameIndex {
  const terms = new Map<string, Term>()
  const add = (
    word: string,
    { stem, name }: ReturnType<typeof partsOf>,
    narrow: boolean,
    wide = false,
  ): void => {
    const plain = plainText(word).plain.trim()
    if (plain.length < 2 || /^[\d.,%]+$/.test(plain) || counting.has(plain)) return
    const term = terms.get(plain) ?? { means: new Map<string, Meaning>(), wide }
    const key = `${stem}:${name ?? ''}`
    const known = term.means.get(key)
    term.means.set(key, { stem, name, narrow: narrow && (known?.narrow ?? true) })
    term.wide ||= wide
    terms.set(plain, term)
    if (/[a-z]y$/.test(plain)) terms.set(`${plain.slice(0, -1)}ies`, term)
    if (/[a-z] [a-z]/.test(plain)) terms.set(plain.replaceAll(' ', '-'), term)
  }
  const facts = ledger.facts.filter(({ compares }) => compares === undefined)
  for (const fact of facts) {
    const parts = partsOf(fact.key)
    const own = ownNames(fact, facts)
    for (const name of own) {
      add(name, parts, isNarrow(fact, name))
      const short = withoutVerb(plainText(name).plain)
      if (short !== null && !fact.key.startsWith('gap.')) add(short, parts, false)
    }
    for (const word of wordsOf(fact)) add(word, parts, isNarrow(fact, word))
  }
  for (const [family, words] of families) {
    for (const word of words) {
      for (const key of familyStems[family] ?? [])
        if (facts.some((fact) => fact.key === key)) add(word, partsOf(key), false, true)
    }
  }
  const index = byFirstSign(terms)
  return (plain) => outermost(allNamed(plain, index))
}

/** 习作 stands among the names of approved essays, as of all. */
function ownNames(fact: Fact, facts: readonly Fact[]): readonly string[] {
  const widely = new Set(families.flatMap(([, words]) => words))
  const titles = facts.filter(
    ({ key, recordIds }) =>
      key.startsWith('title.') &&
      fact.key.startsWith('measure.') &&
      recordIds.join() === fact.recordIds.join(),
  )
  return [...fact.names, ...titles.flatMap(({ names }) => names)].filter(
    (name) => !widely.has(name) || fact.key === 'study.sessions' || fact.key === 'activity.records',
  )
}

/** Words of one aggregate only: 参学人次 tells attendances, 文集 issues. */
function isNarrow({ key, names }: Fact, word: string): boolean {
  if (/^(?:study|activity)\.(?:count|sessions|records)/.test(key)) return false
  if (/^(?:study|activity)\.(?:attendance|headcount):/.test(key))
    return word === names[0] || word === names[1]
  return /^(?:study|activity|gap|essay\.(?:writers|issues|months))/.test(key)
}

/** 发布新闻动态 → 新闻动态, 读书心得体会 → 心得体会: a long name is often said without its first word. */
function withoutVerb(name: string): string | null {
  return /^[\u3400-\u9fff]{6,9}$/.test(name) && !/(?:人次|人数|次数|记录)$/.test(name) ? name.slice(2) : null
}

function wordsOf(fact: Fact): readonly string[] {
  const searched = `\n${plainText([fact.key, fact.label, ...fact.names].join('\n')).plain}\n`
  const widely = new Set(families.flatMap(([, words]) => words))
  const isGap = fact.key.startsWith('gap.')
  return thesaurus
    .filter(({ cues }) =>
      cues.some((cue) =>
        isGap ? cue === fact.key : searched.includes(cue.startsWith('=') ? `\n${cue.slice(1)}\n` : cue),
      ),
    )
    .flatMap(({ words }) => words)
    .filter((word) => !widely.has(word))
}

type Terms = ReadonlyMap<string, readonly (readonly [word: string, term: Term])[]>

function byFirstSign(terms: ReadonlyMap<string, Term>): Terms {
  const found = new Map<string, (readonly [string, Term])[]>()
  for (const [word, term] of terms) {
    const own = found.get(word.slice(0, 2)) ?? []
    found.set(word.slice(0, 2), own)
    own.push([word, term])
  }
  return found
}

function allNamed(plain: string, terms: Terms): readonly Named[] {
  const found: Named[] = []
  for (let at = 0; at + 1 < plain.length; at++) {
    for (const [word, { means, wide }] of terms.get(plain.slice(at, at + 2)) ?? []) {
      if (!plain.startsWith(word, at)) continue
      const to = /[a-z]/.test(word.charAt(0)) ? wordEnd(plain, at, word) : at + word.length
      if (to !== null) found.push({ from: at, to, word, means: [...means.values()], wide, inner: [] })
    }
  }
  return found.sort((a, b) => a.from - b.from || b.to - a.to)
}

/** Where an English word that begins at `at` ends, its plural s included; null inside another word. */
function wordEnd(plain: string, at: number, word: string): number | null {
  if (/[a-z0-9]/.test(plain.charAt(at - 1))) return null
  const rest = /(?:es|s|'s|s')?(?![a-z0-9])/y
  rest.lastIndex = at + word.length
  return rest.test(plain) ? rest.lastIndex : null
}

/** Puts names that stand inside a longer one into it (党课 in 专题党课); one that it overlaps too. */
function outermost(names: readonly Named[]): readonly Named[] {
  const kept: (Named & { readonly inner: Named[] })[] = []
  for (const name of names) {
    const last = kept.at(-1)
    if (last !== undefined && name.from < last.to) last.inner.push(name)
    else kept.push({ ...name, inner: [] })
  }
  return kept
}
