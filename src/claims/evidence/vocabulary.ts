import type { Scope, Stem } from '../claim/claim.ts'
import { claimNames } from './claim-names.ts'
import { englishForms } from './english-forms.ts'
import { genreWords } from '../claim/essay-words.ts'
import type { EvidenceRows, Family } from './rows.ts'

/** What words of a text may name. */
export type Named =
  | { readonly is: 'kind'; readonly family: Family; readonly name: string; readonly isEntry: boolean }
  | {
      readonly is: 'measure'
      readonly name: string
      readonly unit: string
      readonly aggregation: 'sum' | 'latest' | 'ratio'
      readonly isEntry: boolean
    }
  | { readonly is: 'genre'; readonly name: string }
  | { readonly is: 'series'; readonly name: string }
  /** A whole claim without a name of the office's own: 参学人次, essays handed in. */
  | { readonly is: 'claim'; readonly stem: Stem; readonly name: string | null }
  /** Whatever narrows: a member (by id), a department, a place, a partner, a material. */
  | { readonly is: 'scope'; readonly scope: keyof Scope; readonly value: string }

/**
 * Words and what they name. `own`: the name itself, singular and plural; `alias`: another name for it; `short`: a name
 * without its first word (新闻动态 of 发布新闻动态), which is no name where something else is called that.
 */
export type VocabularyEntry = {
  readonly words: string
  readonly locale: 'zh' | 'en'
  readonly rank: 'own' | 'alias' | 'short'
  readonly names: Named
}

export type Vocabulary = {
  readonly entries: readonly VocabularyEntry[]
  /** Every unit that the office's measures count in, beside the fixed ones. */
  readonly units: readonly string[]
}

/** Every name that a text of the period may claim something of, in the workspace's own words. Pure. */
export function vocabularyOf(rows: EvidenceRows): Vocabulary {
  const entries = [
    ...rows.kinds.flatMap(({ family, zh, en, aliases, isEntry }) =>
      named({ is: 'kind', family, name: zh, isEntry }, [zh, en], aliases),
    ),
    ...rows.measures.flatMap(({ name, en, unit, aggregation, aliases, isEntry }) => [
      ...named(
        { is: 'measure', name, unit, aggregation, isEntry },
        en === null ? [name] : [name, en],
        aliases,
      ),
    ]),
    ...claimNames.flatMap(({ stem, name, words }) =>
      named({ is: 'claim', stem, name }, words.slice(0, 1), words.slice(1)),
    ),
    ...genres(rows),
    ...[...new Set(rows.records.flatMap(({ series }) => series ?? []))].flatMap((title) =>
      named({ is: 'series', name: title }, [title], [title.slice(1, -1)]),
    ),
    ...scopes(rows),
  ]
  return { entries: withoutClashes(entries), units: [...new Set(rows.measures.map(({ unit }) => unit))] }
}

function genres({ essays }: EvidenceRows): VocabularyEntry[] {
  return [...new Set(essays.map(({ genre }) => genre))].flatMap((genre) => {
    const { zh, one, aliases } = genreWords(genre)
    return named({ is: 'genre', name: zh }, one === zh ? [zh] : [zh, one], aliases)
  })
}

function scopes({ records, members }: EvidenceRows): VocabularyEntry[] {
  const scope = (one: keyof Scope, values: readonly (string | null)[]): VocabularyEntry[] =>
    [...new Set(values)]
      .filter((value): value is string => value !== null && value !== '')
      .flatMap((value) => named({ is: 'scope', scope: one, value }, [value], []))
  return [
    ...members
      .filter(({ isBot }) => !isBot)
      .flatMap(({ id, name }) => named({ is: 'scope', scope: 'member', value: id }, [name], [])),
    ...scope(
      'department',
      members.map(({ department }) => department),
    ),
    ...scope(
      'place',
      records.map(({ place }) => place),
    ),
    ...scope(
      'partner',
      records.map(({ partner }) => partner),
    ),
    ...scope(
      'material',
      records.flatMap(({ materials }) => materials),
    ),
  ]
}

function named(names: Named, own: readonly string[], aliases: readonly string[]): VocabularyEntry[] {
  const isName = names.is === 'scope'
  const spelled = (words: readonly string[], rank: 'own' | 'alias') =>
    words.flatMap((word) => (isName ? [word] : formsOf(word)).map((form) => entry(form, rank, names)))
  const short =
    names.is === 'kind' || names.is === 'measure'
      ? own.flatMap((word) => withoutVerb(word) ?? []).map((word) => entry(word, 'short', names))
      : []
  return unique([...spelled(own, 'own'), ...spelled(aliases, 'alias'), ...short])
}

function entry(words: string, rank: VocabularyEntry['rank'], names: Named): VocabularyEntry {
  return { words, locale: /[a-z]/iu.test(words) ? 'en' : 'zh', rank, names }
}

function formsOf(words: string): string[] {
  if (!/^[a-z]/iu.test(words)) return words.trim() === '' ? [] : [words]
  const { one, many } = englishForms(words)
  return [words, one, many]
}

/** 发布新闻动态 → 新闻动态, 读书心得体会 → 心得体会: a long name is often said without its first word. */
function withoutVerb(name: string): string | null {
  return /^[\u3400-\u9fff]{6,9}$/u.test(name) && !/(?:人次|人数|次数|记录)$/u.test(name)
    ? name.slice(2)
    : null
}

function unique(entries: readonly VocabularyEntry[]): VocabularyEntry[] {
  return [...new Map(entries.toReversed().map((one) => [one.words.toLowerCase(), one])).values()].toReversed()
}

/** A short name that something else is called is none. */
function withoutClashes(entries: readonly VocabularyEntry[]): VocabularyEntry[] {
  const full = new Set(entries.filter(({ rank }) => rank !== 'short').map(({ words }) => words))
  return entries.filter(({ rank, words }) => rank !== 'short' || !full.has(words))
}
