import type { Fact, Ledger, RecordWords } from '../facts/fact.ts'
import { thesaurus, wideWords } from '../scan/thesaurus.ts'
import { plainText } from '../../text/normalise.ts'
import { isCountingWord } from '../../text/units.ts'

/** Words in the text that name facts: from `from` to `to` in the plain text. */
export type Anchor = {
  readonly from: number
  readonly to: number
  readonly facts: readonly Fact[]
  /** Names of the fact itself weigh 0, words from the thesaurus more: added to the distance. */
  readonly weight: number
  /** Those of the facts that the words name only by the thesaurus, while they are another's own name. */
  readonly aside: ReadonlySet<Fact>
  /** Those of the facts whose first name these words are. */
  readonly primary: ReadonlySet<Fact>
  /** Shorter names inside these words (文集 in 收入文集): meant where no fact of the longer name has the figure's unit. */
  readonly inner: readonly Anchor[]
}

/** Finds anchors; built once a ledger. */
export type WordIndex = {
  anchorsIn(plain: string): readonly Anchor[]
  /** How much of these words (see tellingWords) stands in what the fact is about: 2 for a word of its names, 1 of its records. */
  overlapWithFact(telling: ReadonlySet<string>, fact: Fact): number
  overlapWithRecord(telling: ReadonlySet<string>, record: RecordWords): number
  readonly recordsById: ReadonlyMap<string, RecordWords>
}

type Term = Pick<Anchor, 'facts' | 'weight' | 'aside' | 'primary'>

/** Pairs and words that office prose has everywhere: they name nothing. */
const common = new Set(
  `开展 组织 进行 工作 活动 全年 年度 本年 其中 累计 合计 总计 通过 参加 认真 积极 深入 扎实 推进 加强 党员 干部 机关 单位 全体 我们 以及 同时 先后 已经 达到 完成 举办 召开 关于 精神 重要 建设 次数 人数 数量 总数 会议 服务 学习 the and for with from this that were was has have had year total number count sum records record their its our office work activity activities session sessions people times during over more than all each part took held out`.split(
    /\s+/,
  ),
)

/** Reads the ledger's names once; every later question is linear in the text asked about. */
export function wordIndex(ledger: Ledger): WordIndex {
  const terms = termsOf(ledger)
  const recordsById = new Map(ledger.records.map((record) => [record.id, record]))
  const factBags = new Map<Fact, ReadonlyMap<string, number>>()
  const recordBags = new Map<RecordWords, ReadonlyMap<string, number>>()
  const bagOfFact = (fact: Fact): ReadonlyMap<string, number> =>
    remember(factBags, fact, () => aboutFact(fact, recordsById))
  const bagOfRecord = (record: RecordWords): ReadonlyMap<string, number> =>
    remember(
      recordBags,
      record,
      () => new Map([...tellingWords(plainText(record.texts.join('\n')).plain)].map((word) => [word, 1])),
    )
  return {
    anchorsIn: (plain) => outermost(allAnchors(plain, terms)),
    overlapWithFact: (telling, fact) => shared(telling, bagOfFact(fact)),
    overlapWithRecord: (telling, record) => shared(telling, bagOfRecord(record)),
    recordsById,
  }
}

function remember<K, V>(cache: Map<K, V>, key: K, make: () => V): V {
  const known = cache.get(key)
  if (known !== undefined) return known
  const made = make()
  cache.set(key, made)
  return made
}

function termsOf(ledger: Ledger): ReadonlyMap<string, Term> {
  const named = new Map<string, { facts: Map<Fact, number>; weight: number }>()
  const add = (word: string, fact: Fact, weight: number): void => {
    const plain = plainText(word).plain.trim()
    if (plain.length < 2 || /^[\d.,%]+$/.test(plain)) return
    const term = named.get(plain) ?? { facts: new Map<Fact, number>(), weight }
    term.facts.set(fact, Math.min(weight, term.facts.get(fact) ?? weight))
    term.weight = Math.min(term.weight, weight)
    named.set(plain, term)
    if (/[a-z]y$/.test(plain)) named.set(`${plain.slice(0, -1)}ies`, term)
  }
  for (const fact of ledger.facts) {
    for (const name of fact.names) add(name, fact, weightOfName(plainText(name).plain))
    const searched = `\n${plainText([fact.key, fact.label, ...fact.names].join('\n')).plain}\n`
    for (const name of fact.key.startsWith('gap.') ? [] : fact.names) {
      const short = withoutVerb(plainText(name).plain)
      if (short !== null) add(short, fact, 1)
    }
    // What is missing is named by its own words only: 覆盖月份 must not mean the months without records.
    const isGap = fact.key.startsWith('gap.')
    for (const group of thesaurus) {
      if (isGap && !group.cues.includes(fact.key)) continue
      if (!group.cues.some((cue) => searched.includes(cue.startsWith('=') ? `\n${cue.slice(1)}\n` : cue)))
        continue
      for (const word of group.words) add(word, fact, Math.max(1, weightOfName(word)))
    }
  }
  for (const title of ledger.facts.filter(({ key }) => key.startsWith('title.'))) {
    // 《工作参阅》2040册: what is counted in the very records of a title goes by its name too.
    const ids = title.recordIds.join()
    for (const fact of ledger.facts) {
      if (fact.key.startsWith('measure.') && fact.recordIds.join() === ids)
        for (const name of title.names) add(name, fact, 1)
    }
  }
  return new Map(
    [...named].map(([word, { facts, weight }]) => {
      const aside = new Set([...facts].filter(([, own]) => own > weight).map(([fact]) => fact))
      const primary = new Set(
        [...facts.keys()].filter(({ names, label }) =>
          [label, names[0] ?? label].some((name) => plainText(name).plain === word),
        ),
      )
      return [word, { facts: [...facts.keys()], weight, aside, primary }]
    }),
  )
}

/** 发布新闻动态 → 新闻动态, 读书心得体会 → 心得体会: a long name is often said without its first word. */
function withoutVerb(name: string): string | null {
  return /^[\u3400-\u9fff]{6,9}$/.test(name) && !/(?:人次|人数|次数|记录)$/.test(name) ? name.slice(2) : null
}

/** What a word that names many things, or things besides facts, adds to its distance. */
export const wideWeight = 1.5

/** copies, people, plan: names of facts that prose also uses without meaning them. */
function weightOfName(name: string): number {
  if (/^[a-z]+$/.test(name) && isCountingWord(name)) return 2.5
  return wideWords.has(name) ? 1.5 : 0
}

function allAnchors(plain: string, terms: ReadonlyMap<string, Term>): readonly Anchor[] {
  const anchors: Anchor[] = []
  for (const [word, term] of terms) {
    const latin = /[a-z]/.test(word.charAt(0))
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + word.length)) {
      const to = latin ? wordEnd(plain, at, word) : at + word.length
      if (to !== null) anchors.push({ from: at, to, ...term, inner: [] })
    }
  }
  return anchors.sort((a, b) => a.from - b.from || b.to - a.to)
}

/** Where an English word that begins at `at` ends, its plural s included; null inside another word. */
function wordEnd(plain: string, at: number, word: string): number | null {
  if (/[a-z0-9]/.test(plain.charAt(at - 1))) return null
  const rest = /(?:es|s|'s|s')?(?![a-z0-9])/y
  rest.lastIndex = at + word.length
  return rest.test(plain) ? rest.lastIndex : null
}

/** Puts anchors that stand inside a longer one into it (党课 in 专题党课, 文集 in 收入文集). */
function outermost(anchors: readonly Anchor[]): readonly Anchor[] {
  const kept: (Anchor & { readonly inner: Anchor[] })[] = []
  for (const anchor of anchors) {
    const furthest = kept.at(-1)
    if (furthest !== undefined && anchor.to <= furthest.to) furthest.inner.push(anchor)
    else kept.push({ ...anchor, inner: [] })
  }
  return kept
}

function aboutFact(fact: Fact, records: ReadonlyMap<string, RecordWords>): ReadonlyMap<string, number> {
  const bag = new Map(
    [...tellingWords(plainText([fact.label, ...fact.names].join('\n')).plain)].map((word) => [word, 2]),
  )
  const own = fact.recordIds.slice(0, 24).map((id) => records.get(id)?.texts ?? [])
  if (own.length === 0) return bag
  // What at least half of its records say is what the fact is about.
  const seen = new Map<string, number>()
  for (const texts of own) {
    for (const word of tellingWords(plainText(texts.join('\n')).plain))
      seen.set(word, (seen.get(word) ?? 0) + 1)
  }
  for (const [word, times] of seen) if (2 * times >= own.length && !bag.has(word)) bag.set(word, 1)
  return bag
}

/** Neighbouring pairs of Chinese characters, and English words of three letters and more without their plural s. */
export function tellingWords(plain: string): ReadonlySet<string> {
  const words = new Set<string>()
  for (const [run] of plain.matchAll(/[\u3400-\u9fff]+|[a-z]{3,}/g)) {
    if (/[a-z]/.test(run.charAt(0))) words.add(run.length > 3 ? run.replace(/s$/, '') : run)
    else for (let i = 0; i + 1 < run.length; i++) words.add(run.slice(i, i + 2))
  }
  for (const word of common) words.delete(word)
  return words
}

function shared(words: ReadonlySet<string>, bag: ReadonlyMap<string, number>): number {
  let count = 0
  for (const word of words) count += bag.get(word) ?? 0
  return count
}
