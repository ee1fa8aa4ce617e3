import type { PlainClaim } from '../claim/claim.ts'
import { together } from '../lexis/lexis.ts'
import { sortOf, type Named } from '../read/names.ts'
import { setWords } from '../lexis/turns.ts'
import type { Meant, Said } from './meant.ts'

/**
 * The name in force is the one beside the figure, or else the last before it. A name of one thing is another's unless the
 * claim is of it; a family's name (各类学习) is another's where the claim is of one of the family that is not named too.
 */
export function otherName(said: Said): string | null {
  const { figure, sentence, around, meant } = said
  const { parts } = meant
  const { respective, beside, sentence: others, before } = around
  if (parts.every(({ stem }) => stem.startsWith('record.'))) return null
  const back = otherBehind(said)
  if (back !== null) return back
  const close = beside.filter((name) => !name.wide && isOfEssays(name) && isInClause(said, name))
  const near =
    respective.length > 0
      ? respective
      : close.length > 0
        ? close
        : beside.length > 0
          ? beside
          : others.filter(({ to }) => to <= figure.from).slice(0, 1)
  const [nearest] = near
  if (nearest === undefined) return isOtherFamily(meant, before[0]) ? before[0]!.word : null
  const words = sentence.plain.slice(nearest.from - sentence.from, nearest.to - sentence.from)
  // "206 of the 215 were approved": what follows a whole is told of its part.
  if (/\bof (?:the|these|those|all) $/.test(sentence.plain.slice(0, figure.from - sentence.from))) return null
  const told = near
    .flatMap((name) => [name, ...name.inner])
    .filter((name) => !name.wide && !(meant.way === 'share' && isWhole(meant, name)))
  // 党课、警示教育等共100次: the whole of the family, told by its kinds.
  const isOfAll = parts.length > 0 && parts.every(({ name }) => name === null)
  const isOfKinds =
    told.length > 1 &&
    told.every(({ means }) =>
      means.some(({ stem }) => parts.some((part) => sortOf(part.stem) === sortOf(stem))),
    )
  if (isOfAll && isOfKinds && /等/.test(sentence.plain)) return null
  // 党课与警示教育合计8次 is no one claim's.
  const listed = near.filter((name) => !name.wide && name.to <= figure.from && !isInTitle(said, name))
  const last = Math.max(...listed.map(({ to }) => to))
  const first = Math.min(...listed.map(({ to }) => to))
  const between = listed.length > 1 ? sentence.plain.slice(first - sentence.from, last - sentence.from) : ''
  const isListed = /[、,，与和及]|\band\b/.test(between) && parts.length === 1 && meant.way === 'plain'
  if (isListed && together.test(sentence.plain.slice(last - sentence.from, figure.from - sentence.from)))
    return words
  const head = headName(said, told)
  if (head !== null) return head
  const isFamilys = parts.every((part) => part.name === null || /^(?:submitted|approved)$/.test(part.name))
  const isSame = near.some((name) =>
    name.means.some(({ stem }) => parts.some((part) => sortOf(stem) === sortOf(part.stem))),
  )
  // 交流研讨等方式，累计组织学习100次: the family's name stands nearest.
  if (nearest.wide && isFamilys && isSame) return null
  if (isInTitle(said, nearest) || meant.titles.includes(words)) return null
  if (isOtherFamily(meant, nearest)) return words
  if (told.length > 0) {
    // A name within a title (《党建工作要点》) names nothing else.
    const others = told.filter((name) => !isInTitle(said, name))
    return others.length === 0 || told.some((name) => isNamedBy(meant, name)) ? null : words
  }
  const isNamed = [...others, ...before].some((name) => !name.wide && isNamedBy(meant, name))
  return isNamed || meant.unit === '%' || (isSame && isSetTold(said)) ? null : words
}

/** 占学习总次数的63%: the whole of a share. */
function isWhole({ parts }: Meant, { means }: Named): boolean {
  return means.every(
    ({ stem, name }) => name === null && parts.some((part) => sortOf(part.stem) === sortOf(stem)),
  )
}

/** 活动方面 before a figure of all study. */
function isOtherFamily({ parts }: Meant, name: Named | undefined): boolean {
  const family = (stem: string) => /^(?:study|activity)$/.test(sortOf(stem))
  return (
    name !== undefined &&
    name.wide &&
    parts.length > 0 &&
    parts.every((part) => part.name === null && family(part.stem)) &&
    name.means.every(({ stem }) => family(stem) && parts.every((part) => sortOf(part.stem) !== sortOf(stem)))
  )
}

/** The name right at the figure is what it counts: 读书心得体会5篇, 5 contest entries. */
function headName({ figure, sentence, meant }: Said, told: readonly Named[]): string | null {
  if (meant.unit === '%' || meant.parts.some(({ stem }) => stem === 'essay.writers')) return null
  const head = told.find(
    ({ from, to }) =>
      to === figure.from ||
      (sentence.english && from < figure.to && to > figure.from) ||
      (sentence.english && from - figure.to === 1),
  )
  const isSort = head?.means.every(({ stem }) =>
    meant.parts.some((part) => sortOf(part.stem) === sortOf(stem)),
  )
  if (
    head === undefined ||
    !isSort ||
    [head, ...head.inner].some((name) => isNamedBy(meant, name) || isOfFamily(meant, name))
  )
    return null
  return sentence.plain.slice(head.from - sentence.from, head.to - sentence.from)
}

/** "63 sessions of it": what was named last before, where the claim is of the whole family. */
function otherBehind({ around: { before, beside }, piece, meant }: Said): string | null {
  const word = /\bof (?:it|them|these|those)\b/.exec(`${piece.before} ${piece.after}`)
  const name = before.find(({ wide }) => !wide)
  const isNamedHere = beside.some(({ means }) => means.some(({ name: own }) => own !== null))
  if (word === null || name === undefined || isNamedHere) return null
  return before.some((one) => !one.wide && isNamedBy(meant, one)) ? null : word[0]
}

function isInTitle({ sentence: { others } }: Said, { from, to }: Named): boolean {
  return others.some(
    (title) =>
      title.span.kind === 'name' && title.from <= from && title.to >= to && title.to - title.from > to - from,
  )
}

function isOfEssays({ means }: Named): boolean {
  return means.every(({ stem }) => /^(?:essay|gap)\./.test(stem))
}

function isInClause({ figure, piece: { before, after } }: Said, { from, to }: Named): boolean {
  return to > figure.from - before.length && from < figure.to + after.length
}

/** The set of a claim of essays is told by a verb, not by its name: took in 83 essays. */
function isSetTold({ figure, sentence, lead, piece, meant: { parts } }: Said): boolean {
  const before = sentence.plain.slice(
    Math.max(0, figure.from - lead.length - 12 - sentence.from),
    figure.from - sentence.from,
  )
  const near = `${before}\u0001${piece.after}`
  return parts.some(
    ({ stem, name }) => stem === 'essay.count' && name !== null && (setWords[name]?.test(near) ?? false),
  )
}

function isOfFamily({ parts }: Meant, { wide }: Named): boolean {
  return wide && parts.every(({ name }) => name === null)
}

function isNamedBy({ parts }: Meant, { means }: Named): boolean {
  return means.some((meaning) => parts.some((part) => isNameOf(part, meaning)))
}

function isNameOf({ stem, name, scope }: PlainClaim, meaning: Named['means'][number]): boolean {
  const isSort = sortOf(meaning.stem) === sortOf(stem)
  // 10 people handed in 215 essays: of what was handed in too.
  const isWriters = /^essay\.(?:writers|months)$/.test(stem) && meaning.name === 'submitted'
  return (
    (name !== null && meaning.name === name) ||
    (isSort && (meaning.name === name || meaning.stem === 'essay.writers' || isWriters)) ||
    (scope.genre !== undefined && scope.genre === meaning.name)
  )
}
