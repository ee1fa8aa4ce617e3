import { passesFor } from '../../text/numbers/approximation.ts'
import type { LocalizedText } from '../../locale.ts'
import { isFormula, type Claim, type PlainClaim } from '../claim/claim.ts'
import type { Group } from './closed.ts'
import { timeAt } from '../read/period.ts'
import type { Placed, Sentence } from '../read/sentence.ts'
import type { FigureSpan } from '../scan/span.ts'
import { reasons } from '../verdict/reasons.ts'
import type { SpanState } from '../verdict/verdict.ts'
import { candidatesFor } from './ask.ts'
import { agrees, fits, type Asked } from './fits.ts'
import { expand } from './told.ts'
import type { Valued } from '../ledger/values.ts'

/** What a figure turned out to be. `named`: a claim of its unit is named beside it, so that a doubtful numeral counts. */
export type Judged = {
  readonly state: SpanState
  readonly claim: Valued | null
  readonly candidates: readonly Valued[]
  readonly reason: LocalizedText
}

/**
 * Judges a figure without a source. Right or wrong only where the whole sentence is accounted for (`meant`); else a claim
 * whose name, unit, time and value agree is proposed; else it is unsupported, with what it may be.
 */
export function judgeFigure(
  figure: Placed<FigureSpan>,
  sentence: Sentence,
  meant: Valued | undefined,
  asked: Asked,
): Judged {
  if (meant !== undefined) {
    const { amount } = figure.span
    if (!passesFor(amount, meant.value, asked.bounds))
      return { state: 'conflict', claim: meant, candidates: [], reason: reasons.conflict(figure.span, meant) }
    const isWorked = isFormula(meant.claim) || meant.fact === null
    const state = isWorked ? 'derived' : amount.approximation === 'exact' ? 'exact' : 'approximate'
    return {
      state,
      claim: meant,
      candidates: [],
      reason: isWorked ? reasons.worked(meant) : reasons.matches(amount, meant),
    }
  }
  const found = candidatesFor(figure, sentence, asked)
  const candidates = found.slice(0, 3).map(({ valued }) => valued)
  const [first] = found
  if (first === undefined || first.stands === 'before')
    return {
      state: 'unsupported',
      claim: null,
      candidates,
      reason: reasons.unsupported(figure.span, candidates),
    }
  return {
    state: 'proposed',
    claim: first.valued,
    candidates,
    reason: reasons.proposed(figure.span, first.valued),
  }
}

/** What each figure of a closed sentence means; none does where one of them could be several things. */
export function meaningsOf(
  groups: readonly Group[] | null,
  sentence: Sentence,
  asked: Asked,
): ReadonlyMap<Placed<FigureSpan>, Valued> {
  const meant = (groups ?? []).map((group) => [group.figure, claimMeant(group, sentence, asked)] as const)
  return new Map(
    meant.some(([, claim]) => claim === null)
      ? []
      : meant.flatMap(([figure, claim]) => (claim === null ? [] : [[figure, claim] as const])),
  )
}

/** The one claim that a closed sentence means by a figure; null where it could be several. */
function claimMeant({ figure, names, sum }: Group, sentence: Sentence, { values }: Asked): Valued | null {
  // 人 may be heads or different people.
  if (
    figure.span.unit === null ||
    /^(?:人|名|位|people|person|participant|member|attendee)$/.test(figure.span.unit)
  )
    return null
  const { days } = timeAt(figure, sentence, values.days)
  if (days === null) return null
  const of = (claims: readonly Claim[]): readonly Valued[] =>
    claims
      .map((claim) => values.valueOf(claim))
      .filter((one) => one !== null && agrees(figure.span, one))
      .filter((one) => one !== null)
  const each = names.map((name) => of(expand(name, days, {})))
  if (sum) {
    if (each.some(({ length }) => length !== 1)) return null
    const parts = each.map(([one]) => one!.claim)
    return new Set(parts.map((part) => (part as PlainClaim).name)).size === parts.length
      ? values.valueOf({ op: 'sum', of: parts })
      : null
  }
  // 《工作参阅》赠阅: several names of one thing; 学习 and 习作 are of the whole family.
  const narrowed = names.filter(({ wide }) => !wide)
  const telling = narrowed.length > 0 ? narrowed : names
  const [first, ...rest] = telling.map((name) => of(expand(name, days, {})))
  const common = (first ?? []).filter((one) =>
    rest.every((others) => others.some(({ key }) => key === one.key)),
  )
  const [meant] = common
  const isOfFamily =
    meant !== undefined &&
    names
      .filter(({ wide }) => wide)
      .every((name) =>
        name.means.some(
          ({ stem }) => !isFormula(meant.claim) && meant.claim.stem.split('.')[0] === stem.split('.')[0],
        ),
      )
  return common.length === 1 && meant!.isComplete && (narrowed.length === 0 || isOfFamily) ? meant! : null
}

/** Whether a doubtful numeral (五项…, 一次, one) counts here: a claim of its unit is named in the sentence. */
export function countsHere(
  figure: Placed<FigureSpan>,
  sentence: Sentence,
  judged: Judged,
  { values, bounds }: Asked,
): boolean {
  if (judged.state !== 'unsupported' || judged.candidates.length > 0) return true
  const { span } = figure
  // "three work plans": what is named follows at once.
  if (span.unit === null)
    return (
      span.form === 'english' &&
      sentence.names.some(({ wide, from }) => !wide && from >= figure.from && from <= figure.to + 12)
    )
  // 发放工作胸牌七个: right behind a name even these count.
  if (sentence.names.some(({ wide, to }) => !wide && to <= figure.from && figure.from - to <= 1)) return true
  if (policies.has(span.unit)) return false
  if (
    span.weight === 'loose' &&
    sentence.figures.some((other) => other.span.weight === 'claim' && other.span.unit === span.unit)
  )
    return true
  return sentence.names.some((name) =>
    expand(name, values.days, {}).some((claim) => {
      const valued = values.valueOf(claim)
      return valued !== null && agrees(span, valued) && !fits(span, valued, bounds) && !name.wide
    }),
  )
}

/** 个 and 项 count policies as well. */
const policies = new Set(['个', '项', '大', '种', '方面', '级'])
