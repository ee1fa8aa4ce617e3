import { MemberFacingError } from '../errors.ts'
import { costOf, type ModelSettings } from './model-settings.ts'
import type { MonthOfUse } from './uses-store.ts'

/** The workspace's ceiling of the month forbids (more of) an answer; the built-in composer can take over. */
export class CeilingReached extends MemberFacingError {
  override readonly name = 'CeilingReached'
}

type Tokens = { readonly promptTokens: number; readonly completionTokens: number }

/** An answer with less room than this is not worth asking for. */
const LEAST_ANSWER = 300

/**
 * How many tokens an answer may have under the ceilings: what was asked for, or what is left. Throws CeilingReached
 * when too little is left for the question and a useful answer. Pure.
 */
export function grantedTokens(
  settings: ModelSettings,
  used: MonthOfUse,
  wanted: { readonly promptTokens: number; readonly maxTokens: number },
): number {
  const least = Math.min(LEAST_ANSWER, wanted.maxTokens)
  const granted = Math.min(wanted.maxTokens, roomLeft(settings, used, wanted.promptTokens))
  if (granted < least) throw ceilingReached(settings, used)
  return Math.floor(granted)
}

/** Completion tokens that still fit under both ceilings beside this prompt; may be negative. */
function roomLeft(settings: ModelSettings, used: MonthOfUse, promptTokens: number): number {
  const { tokensPerMonth, costPerMonth, price } = settings
  const byTokens =
    tokensPerMonth === null
      ? Infinity
      : tokensPerMonth - used.promptTokens - used.completionTokens - promptTokens
  if (costPerMonth === null || price === null) return byTokens
  const money = costPerMonth - (used.cost ?? 0) - (promptTokens * price.prompt) / 1_000_000
  const byCost = money < 0 ? -1 : price.completion === 0 ? Infinity : (money / price.completion) * 1_000_000
  return Math.min(byTokens, byCost)
}

/** Throws CeilingReached when what a question has taken so far passes a ceiling, with what else the month took. Pure. */
export function checkCeiling(settings: ModelSettings, others: MonthOfUse, sofar: Tokens): void {
  const { tokensPerMonth, costPerMonth } = settings
  const tokens = others.promptTokens + others.completionTokens + sofar.promptTokens + sofar.completionTokens
  const cost = (others.cost ?? 0) + (costOf(settings, sofar) ?? 0)
  const passed =
    (tokensPerMonth !== null && tokens > tokensPerMonth) || (costPerMonth !== null && cost > costPerMonth)
  if (passed) {
    throw ceilingReached(settings, {
      ...others,
      promptTokens: others.promptTokens + sofar.promptTokens,
      completionTokens: others.completionTokens + sofar.completionTokens,
      cost,
    })
  }
}

function ceilingReached(settings: ModelSettings, used: MonthOfUse): CeilingReached {
  const { tokensPerMonth, costPerMonth, currency } = settings
  const tokens = used.promptTokens + used.completionTokens
  const money = (amount: number): string => `${amount.toFixed(2)} ${currency}`
  const zh = [
    ...(tokensPerMonth === null ? [] : [`词元 ${tokens} / ${tokensPerMonth}`]),
    ...(costPerMonth === null ? [] : [`费用 ${money(used.cost ?? 0)} / ${money(costPerMonth)}`]),
  ].join('，')
  const en = [
    ...(tokensPerMonth === null ? [] : [`${tokens} of ${tokensPerMonth} tokens`]),
    ...(costPerMonth === null ? [] : [`${money(used.cost ?? 0)} of ${money(costPerMonth)}`]),
  ].join(', ')
  return new CeilingReached({
    zh: `本月模型用量已到上限（${zh}）。管理员可用 /wenshu model 提高上限；下月自动恢复。`,
    en: `This month's ceiling for the model is reached (${en}). An admin can raise it with /wenshu model; it starts anew next month.`,
  })
}
