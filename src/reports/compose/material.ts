import type { DraftBasis, Topics } from '../basis/draft-basis.ts'
import type { Fact, FeedOf } from '../../claims/facts/fact.ts'
import { THEMES, type Theme } from './themes.ts'
import { bareDigits, withoutSlots } from '../../claims/slots/slots.ts'

/** The facts and words of one kind, ready to be put into sentences. */
export type KindMaterial = {
  readonly zh: string
  readonly en: string
  readonly family: 'study' | 'activity'
  readonly count: Fact | null
  readonly attendance: Fact | null
  readonly series: readonly Fact[]
  readonly measures: readonly Fact[]
  readonly topics: Topics
}

/** One paragraph: what belongs under one heading. */
export type Paragraph = { readonly theme: Theme; readonly kinds: readonly KindMaterial[] }

/** What the composer has to say something about, taken apart. Pure. */
export type Material = {
  readonly overall: ReadonlyMap<string, Fact>
  readonly paragraphs: readonly Paragraph[]
  readonly essays: ReadonlyMap<string, Fact>
  readonly gaps: ReadonlyMap<string, Fact>
  /** By how much a fact differs from the period before, by the fact's key. */
  readonly changes: ReadonlyMap<string, Fact>
}

/** A kind's count is compared in prose only where it rose or fell by this share of what it was. */
const NOTEWORTHY = 0.25

/** The change of a kind's count, if it is worth a clause. */
export function noteworthyChange({ changes }: Material, count: Fact | null): Fact | null {
  const change = count === null ? undefined : changes.get(count.key)
  if (count === null || change === undefined) return null
  const before = count.value + (change.compares?.how === 'fewer' ? change.value : -change.value)
  return change.value >= NOTEWORTHY * before ? change : null
}

/** Sorts the section's facts by what they are about. */
export function materialOf(basis: DraftBasis): Material {
  const wanted = new Set(basis.factIds)
  const own = basis.ledger.facts.filter(({ id, value }) => wanted.has(id) && value > 0)
  const facts = own.filter(({ compares }) => compares === undefined)
  const about = (fact: Fact): FeedOf => basis.about[fact.id] ?? NOTHING
  const byKey = (those: readonly Fact[]) => new Map(those.map((fact) => [fact.key, fact]))
  return {
    overall: byKey(facts.filter((fact) => about(fact).family !== null && about(fact).kinds.length === 0)),
    paragraphs: paragraphsOf(basis, facts, about),
    essays: byKey(facts.filter((fact) => about(fact).essays)),
    gaps: byKey(facts.filter((fact) => about(fact).gap)),
    changes: new Map(
      own.flatMap((fact) =>
        fact.key.startsWith('change:') && fact.compares !== undefined
          ? [[fact.compares.of, fact] as const]
          : [],
      ),
    ),
  }
}

const NOTHING: FeedOf = { family: null, kinds: [], measure: null, essays: false, gap: false }

function paragraphsOf(basis: DraftBasis, facts: readonly Fact[], about: (fact: Fact) => FeedOf): Paragraph[] {
  const names = [...new Set(facts.flatMap((fact) => about(fact).kinds.slice(0, 1)))]
  const kinds = names.map((name) => kindMaterial(name, basis, facts, about))
  const themed = THEMES.map((theme) => ({
    theme,
    kinds: theme.kinds.flatMap((name) => kinds.find(({ zh }) => zh === name) ?? []),
  })).filter((paragraph) => paragraph.kinds.length > 0)
  const known = new Set(THEMES.flatMap(({ kinds }) => kinds))
  const others = kinds
    .filter(({ zh }) => !known.has(zh))
    .map((kind) => ({
      theme: { heading: { zh: kind.zh, en: capital(kind.en) }, kinds: [kind.zh] },
      kinds: [kind],
    }))
  return [...themed, ...others]
}

function kindMaterial(
  name: string,
  basis: DraftBasis,
  facts: readonly Fact[],
  about: (fact: Fact) => FeedOf,
): KindMaterial {
  const own = facts.filter((fact) => about(fact).kinds[0] === name)
  const family = own.map((fact) => about(fact).family).find((one) => one !== null) ?? 'activity'
  return {
    zh: name,
    en: basis.kindNames[name] ?? name,
    family,
    count: own.find(({ key }) => key === `${family}.count:${name}`) ?? null,
    attendance:
      own.find(({ key }) => key === `study.attendance:${name}` || key === `activity.headcount:${name}`) ??
      null,
    series: own.filter(({ key }) => key.startsWith('title.issues:')),
    measures: inOrderOf(
      basis.section.feeds.measures,
      own.filter(({ key }) => key.startsWith('measure.')),
    ),
    topics: safeTopics(basis.topics[name], basis.ledger.lexicon),
  }
}

/** Facts of measures in the order in which the outline names them; the others after. */
function inOrderOf(names: readonly string[], facts: readonly Fact[]): Fact[] {
  const place = (fact: Fact): number => {
    const at = names.indexOf(fact.key.slice(fact.key.indexOf(':') + 1))
    return at < 0 ? names.length : at
  }
  return [...facts].sort((a, b) => place(a) - place(b))
}

function safeTopics(topics: Topics | undefined, lexicon: readonly string[]): Topics {
  const safe = (words: readonly string[] = []): string[] =>
    words.map((word) => word.replaceAll(/\s+/g, ' ').trim()).filter((word) => isPlain(word, lexicon))
  return {
    materials: safe(topics?.materials),
    titles: safe(topics?.titles),
    partners: safe(topics?.partners),
  }
}

/** Whether a record's words may stand in a sentence of ours: they hold no figure, date or slot and end no sentence. */
function isPlain(word: string, lexicon: readonly string[]): boolean {
  if (word === '' || word.length > 40 || word !== withoutSlots(word)) return false
  if (
    /[\d０-９%％。！？；;!?\n【】<>|*_~`[\]{}@#]|[一二三四五六七八九十百千万两]+[月日年次场期届册条份人个名篇]/.test(
      word,
    )
  )
    return false
  return bareDigits(word, lexicon).length === 0
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
