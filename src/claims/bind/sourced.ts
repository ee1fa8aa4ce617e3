import { isFormula, type Claim, type PlainClaim } from '../claim/claim.ts'
import { blockersIn, isLight, together } from '../read/lexis.ts'
import { sortOf, type Named } from '../read/names.ts'
import { timeAt } from '../read/period.ts'
import type { Placed, Sentence } from '../read/sentence.ts'
import type { FigureSpan } from '../scan/span.ts'
import { surroundings, type Around } from './around.ts'
import { agrees, type Asked } from './fits.ts'
import type { Valued, Values } from './values.ts'

/**
 * What the words beside a figure say that the claim of its source lacks: another name, unit, time, person, department or
 * place; a sum, another body, negation, plan, each, change. Words contradict a source, they never choose it. null: nothing.
 */
export function contradiction(
  figure: Placed<FigureSpan>,
  sentence: Sentence,
  valued: Valued,
  { values }: Asked,
): string | null {
  if (figure.span.unit !== null && !agrees(figure.span, valued)) return figure.span.text
  const around = surroundings(figure, sentence, values.days)
  const parts = partsOf(valued.claim)
  const said: Said = { figure, sentence, around, parts, valued, values }
  return otherName(said) ?? otherTime(said) ?? otherWho(said) ?? otherPlace(said) ?? otherWords(said)
}

type Said = {
  readonly figure: Placed<FigureSpan>
  readonly sentence: Sentence
  readonly around: Around
  readonly parts: readonly PlainClaim[]
  readonly valued: Valued
  readonly values: Values
}

function partsOf(claim: Claim): readonly PlainClaim[] {
  return isFormula(claim) ? claim.of.flatMap(partsOf) : [claim]
}

/**
 * The name in force is the one beside the figure, or else the last before it. A name of one thing is another's unless the
 * claim is of it; a family's name (各类学习) is another's where the claim is of one of the family that is not named too.
 */
function otherName({ figure, sentence, around, parts, valued }: Said): string | null {
  const { respective, beside, sentence: others, before } = around
  const near =
    respective.length > 0
      ? respective
      : beside.length > 0
        ? beside
        : others.filter(({ to }) => to <= figure.from).slice(0, 1)
  const [nearest] = near
  if (nearest === undefined || parts.every(({ stem }) => stem.startsWith('record.'))) return null
  const words = sentence.plain.slice(nearest.from - sentence.from, nearest.to - sentence.from)
  // "206 of the 215 were approved": what follows a whole is told of its part.
  if (/\bof (?:the|these|those|all) $/.test(sentence.plain.slice(0, figure.from - sentence.from))) return null
  const told = near.flatMap((name) => [name, ...name.inner]).filter(({ wide }) => !wide)
  // 党课与警示教育合计8次 is no one claim's.
  const listed = near.filter(({ wide, to }) => !wide && to <= figure.from)
  const last = Math.max(...listed.map(({ to }) => to))
  if (
    listed.length > 1 &&
    parts.length === 1 &&
    together.test(sentence.plain.slice(last - sentence.from, figure.from - sentence.from))
  )
    return words
  const isFamilys = parts.every((part) => part.name === null || /^(?:submitted|approved)$/.test(part.name))
  const isSame = near.some((name) =>
    name.means.some(({ stem }) => parts.some((part) => sortOf(stem) === sortOf(part.stem))),
  )
  // 交流研讨等方式，累计组织学习100次: the family's name stands nearest.
  if (nearest.wide && isFamilys && isSame) return null
  if (told.length > 0) return told.some((name) => parts.some((part) => isNameOf(part, name))) ? null : words
  const isNamed = [...others, ...before].some(
    (name) => !name.wide && parts.some((part) => isNameOf(part, name)),
  )
  return isNamed || valued.unit === '%' ? null : words
}

function isNameOf({ stem, name, scope }: PlainClaim, { means }: Named): boolean {
  return means.some(
    (meaning) =>
      (sortOf(meaning.stem) === sortOf(stem) &&
        (meaning.name === name || meaning.stem === 'essay.writers')) ||
      (scope.genre !== undefined && scope.genre === meaning.name),
  )
}

/** A time said in the sentence that is none of the claim's, and at which the claim is not the same. A level is of any day. */
function otherTime({ figure, sentence, parts, values }: Said): string | null {
  const time = timeAt(figure, sentence, values.days)
  if (time.said !== 'sentence') return null
  const { days } = time
  const isOwn = parts.some((part) => {
    if (part.days === null || (days?.from === part.days.from && days.to === part.days.to)) return true
    if (days === null) return false
    return (
      part.stem === 'measure.latest' ||
      values.valueOf({ ...part, days })?.value === values.valueOf(part)?.value
    )
  })
  return isOwn
    ? null
    : (time.date?.span.text ??
        blockersIn(sentence.plain).map(({ from, to }) => sentence.plain.slice(from, to))[0] ??
        sentence.plain.trim().slice(0, 8))
}

function otherWho({ around, parts, sentence: { scopes, plain, from } }: Said): string | null {
  const [what, value] = Object.entries(around.who ?? {})[0] ?? []
  if (
    value === undefined ||
    parts.some(({ scope }) => Object.entries(scope).some(([one, own]) => one === what && own === value))
  )
    return null
  const found = scopes.find((one) => one.value === value)
  const words = found === undefined ? value : plain.slice(found.from - from, found.to - from)
  // 办公室 is a department and the office itself.
  return isLight(words, false) ? null : words
}

/** A place, partner or material in the sentence where the claim is another. */
function otherPlace({ around, parts, values }: Said): string | null {
  const found = around.whereClose.find((where) =>
    parts.some((part) => {
      if (Object.keys(where).some((what) => what in part.scope)) return false
      const narrowed = values.valueOf({ ...part, scope: { ...part.scope, ...where } })
      return narrowed !== null && narrowed.value !== values.valueOf(part)?.value
    }),
  )
  return found === undefined ? null : (Object.values(found)[0] ?? null)
}

function otherWords({
  around: { blockers: kinds },
  valued: { claim, label },
  sentence: { plain },
}: Said): string | null {
  const isPer = isFormula(claim) && ['average', 'each', 'largest', 'smallest'].includes(claim.op)
  const isChange = isFormula(claim) && ['difference', 'change', 'percent', 'before'].includes(claim.op)
  const isMissing = /未|没有/.test(label.zh)
  const kind = [...kinds].find(
    (one) =>
      !(one === 'negation' && isMissing) &&
      !(one === 'each' && isPer) &&
      !((one === 'change' || one === 'period') && isChange),
  )
  if (kind === undefined) return null
  const found = blockersIn(plain).find((one) => one.kind === kind)
  return found === undefined ? kind : plain.slice(found.from, found.to)
}
