import type { LocalizedText } from '../../../locale.ts'
import { isEdge, type Line } from './line.ts'
import { nameStartingAt, namesOf, nearest, type Names } from '../../../text/names.ts'
import type { QuickCandidate, RecordFamily, Vocabulary, VocabularyKind } from './reading.ts'

/** `own`: kinds of the command's family; `other`: those of the other command; `leading`: own ones by their first two names. */
export type KindIndex = {
  readonly own: Names<VocabularyKind>
  readonly other: Names<VocabularyKind>
  readonly leading: Names<VocabularyKind>
}

export function kindIndex(vocabulary: Vocabulary, family: RecordFamily): KindIndex {
  const named = (kinds: readonly VocabularyKind[], count: number): Names<VocabularyKind> =>
    namesOf(kinds.flatMap((kind) => kind.names.slice(0, count).map((name) => [name, kind] as const)))
  const own = vocabulary.kinds.filter((kind) => kind.family === family)
  const other = vocabulary.kinds.filter((kind) => kind.family !== family)
  return {
    own: named(own, Number.POSITIVE_INFINITY),
    other: named(other, Number.POSITIVE_INFINITY),
    leading: named(own, 2),
  }
}

/**
 * Takes the kind where it stands as a word of its own. A line has one kind; of two different ones it is asked, except
 * that a kind in the middle of a title says nothing once another has been named first.
 */
export function readKindWord(line: Line, index: KindIndex): VocabularyKind | null {
  const text = line.free
  const words = standing(text, index.own)
  const first = words[0]
  if (first === undefined) return null
  if (first.kinds.length > 1) askWhich(line, first.kinds)
  const [kind] = first.kinds
  if (kind === undefined) return null
  const part = compoundOf(line, text, first)
  if (part === 'thing') askWhich(line, first.kinds)
  for (const word of words) {
    // 共驻共建 … 共建 says it twice; quarterly exam is a title.
    const again =
      word === first ||
      (/\p{Script=Han}/u.test(text.slice(word.from, word.to)) &&
        !/[”"』」》)）]/u.test(line.plain.charAt(word.from - 1)))
    if (again && word.kinds.includes(kind))
      line.claim(word.from, word.to, 'kind', kind.names[0], part !== null && word === first)
  }
  const others = words.filter((word) => !word.kinds.includes(kind) && !word.alias)
  if (others.length > 0 && !first.alias) askWhich(line, [kind, ...others.flatMap((word) => word.kinds)])
  // 新闻 志愿服务: an alias may be a word of the title where a leading name stands too.
  if (first.alias && others.length > 0) askWhich(line, [...others.flatMap((word) => word.kinds), kind])
  return kind

  function standing(text: string, names: Names<VocabularyKind>): Standing[] {
    const found: Standing[] = []
    for (let at = 0; at < text.length; at++) {
      if (!isEdge(text, at - 1)) continue
      const named = nameStartingAt(names, text, at)
      if (named === null || !isEdge(text, at + named.name.length)) continue
      const alias = !index.leading.byName.has(named.name)
      found.push({ from: at, to: at + named.name.length, kinds: named.things, alias })
      at += named.name.length - 1
    }
    return found
  }
}

/**
 * sports day, awards ceremony: the word belongs to the one behind it, so it stays in the title. lecture hall, blood
 * donation: it names no kind of doing at all, so the kind is asked about. null: a word of its own.
 */
function compoundOf(line: Line, text: string, { from, to, alias }: Standing): 'doing' | 'thing' | null {
  if (!/[a-z]/.test(text.charAt(to - 1)) || /[ -]/.test(text.slice(from, to))) return null
  const isLed = alias && /[a-z] $/.test(text.slice(Math.max(0, from - 2), from))
  if (isLed && !/\b(?:a|an|the|our|of|for|at|on|in) $/.test(text.slice(0, from))) return 'thing'
  const next = /^(?:['’]s?)? ?([a-z]+)(?![\p{L}\d])/u.exec(text.slice(to))
  if (next === null || /\p{Lu}/u.test(line.words(to, to + next[0].length))) return null
  if (alias && thingHeads.test(next[1] ?? '')) return 'thing'
  return (alias ? doingHeads : ceremonies).test(next[1] ?? '') ? 'doing' : null
}

const thingHeads =
  /^(?:halls?|rooms?|desk|cent(?:er|re)s?|clubs?|shops?|office|officer|board|boards|ground|grounds|field|agency|kit|box|police|library|school|council|association|equipment|corner|hub|tent|stand|stall|cafe|kitchen|market|fund|manager|coordinator|leaders?|committee|list|network)$/
const ceremonies =
  /^(?:days?|ceremony|dinner|gala|event|events|week|drive|sale|evening|night|party|lunch|festival|fair)$/
const doingHeads =
  /^(?:days?|conferences?|releases?|weeks?|months?|trips?|gardens?|picnic|dinner|lunch|breakfast|party|barbecue|preparation|prep|planning|design|cleaning|clean|cleanup|drives?|events?|fair|competition|match|matches|teams?|groups?|sales?|visits?|hours?|camps?|season|festival|ceremony|gala|evenings?|night|morning|afternoon|weekend|papers?|results?|materials?|schedule|plans?|outreach|choir|band|tour|run|walk|fun|supper|reunion|meal|notes?|series|circle|space|budget)$/

type Standing = { from: number; to: number; kinds: readonly VocabularyKind[]; alias: boolean }

function askWhich(line: Line, kinds: readonly VocabularyKind[]): void {
  const candidates = [...new Set(kinds)].map(candidateOf)
  line.ask(
    'kind',
    { zh: '这一条可以是不同的类别，请选一个。', en: 'This line fits more than one kind. Choose one.' },
    candidates,
  )
}

/**
 * The kind of a line that has none as a word of its own: one that begins a word (传达学习二十大报告), or the only leading
 * name within one (南苑路社区共驻共建). The words stay in the title. null after it has asked.
 */
export function readKindWithin(line: Line, index: KindIndex): VocabularyKind | null {
  const text = line.free
  const within = new Set<VocabularyKind>()
  for (let at = 0; at < text.length; at++) {
    const starts = isEdge(text, at - 1)
    const named = nameStartingAt(starts ? index.own : index.leading, text, at)
    if (named === null || !/\p{Script=Han}/u.test(named.name)) continue
    const [kind] = named.things
    if (kind === undefined || (named.name.length < 4 && !(starts && index.leading.byName.has(named.name))))
      continue
    if (starts && within.size === 0 && named.things.length === 1) {
      line.claim(at, at + named.name.length, 'kind', kind.names[0], true)
      return kind
    }
    within.add(kind)
    at += named.name.length - 1
  }
  const [only] = within
  if (only !== undefined && within.size === 1) return only
  if (within.size > 1) askWhich(line, [...within])
  return null
}

/** Nothing named a kind: a word like one is taken for a slip and asked about; else the nearest kinds are offered. */
export function askForKind(line: Line, index: KindIndex): void {
  const foreign = foreignKind(line, index)
  if (foreign !== null) return
  const words = wordsOf(line.free)
  let best: { from: number; to: number; word: string; likeness: number } | null = null
  for (const word of words) {
    const [near] = nearest(index.own, word.word, 1, 0.6)
    if (near !== undefined && near.likeness >= worthOffering && (best?.likeness ?? 0) < near.likeness)
      best = { ...word, likeness: near.likeness }
  }
  if (best === null) {
    line.ask('kind', { zh: '没有写类别，请选一个。', en: 'No kind is given. Choose one.' })
    return
  }
  const slip = best.likeness >= (best.word.length < 4 ? 0.66 : 0.7)
  if (slip) line.claim(best.from, best.to, 'kind', '?')
  const near = nearest(index.own, best.word, 3).filter(({ likeness }) => likeness >= worthOffering)
  line.ask(
    'kind',
    unknownKind(line.words(best.from, best.to)),
    near.map(({ thing }) => candidateOf(thing)),
  )
}

/** Words that share less with the name of a kind were not meant for it. */
const worthOffering = 0.34

export function unknownKind(said: string): LocalizedText {
  return {
    zh: `不认识类别“${said}”，请选一个。`,
    en: `"${said}" is not a kind I know. Choose one.`,
  }
}

function foreignKind(line: Line, index: KindIndex): VocabularyKind | null {
  const text = line.free
  for (let at = 0; at < text.length; at++) {
    if (!isEdge(text, at - 1)) continue
    const named = nameStartingAt(index.other, text, at)
    const kind = named?.things[0]
    if (named === null || kind === undefined || !isEdge(text, at + named.name.length)) continue
    line.claim(at, at + named.name.length, 'kind', '?')
    const command = kind.family === 'study' ? '/study' : '/activity'
    line.ask('kind', {
      zh: `“${kind.names[0] ?? kind.id}”用 ${command} 记；这里请另选类别。`,
      en: `"${kind.names[1] ?? kind.id}" is logged with ${command}. Choose another kind here.`,
    })
    return kind
  }
  return null
}

/** The first dozen words, and neighbours of them together, in which a slip of the pen is looked for. */
function wordsOf(text: string): { word: string; from: number; to: number }[] {
  const single: { word: string; from: number; to: number }[] = []
  for (const match of text.slice(0, 300).matchAll(/[\p{L}\p{N}-]{2,30}/gu)) {
    single.push({ word: match[0], from: match.index, to: match.index + match[0].length })
    if (single.length === 8) break
  }
  const pairs = single.slice(1).flatMap((next, i) => {
    const first = single[i]
    if (first === undefined || next.from - first.to !== 1) return []
    return [{ word: `${first.word} ${next.word}`, from: first.from, to: next.to }]
  })
  return [...single, ...pairs]
}

/** 类型：集中学习. Takes the value of the label; a value that is no kind is asked about. */
export function kindNamed(line: Line, from: number, to: number, index: KindIndex): VocabularyKind | null {
  const named = nameStartingAt(index.own, line.free, from)
  const kind = named?.things.length === 1 ? named.things[0] : undefined
  if (named !== null && kind !== undefined && isEdge(line.free, from + named.name.length)) {
    line.claim(from, from + named.name.length, 'kind', kind.names[0])
    return kind
  }
  const said = line.words(from, to)
  line.claim(from, to, 'kind', '?')
  line.ask(
    'kind',
    unknownKind(said),
    nearest(index.own, said, 3).map(({ thing }) => candidateOf(thing)),
  )
  return null
}

function candidateOf(kind: VocabularyKind): QuickCandidate {
  const [zh = kind.id, en = zh] = kind.names
  return { value: kind.id, label: { zh, en } }
}
