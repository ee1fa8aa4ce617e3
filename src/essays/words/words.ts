import { say, type Locale, translator } from '../../locale.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import type { Month } from '../../time/month.ts'
import { isWebAddress } from './check-text.ts'
import { contestsOf, ESSAY_KINDS, STAGE_WORDS, stageOf, type Essay, type Staged } from '../essay/essay.ts'
import { missingOf, stillOwed, type Obligation } from '../duties/obligations.ts'

/** Months that are over and from which nothing at all is kept: no arrears are counted for them. */
export function formatUnrecorded(months: readonly Month[], locale: Locale): string {
  const names = months.map((month) => formatMonth(month, locale))
  return say(locale, {
    zh: `${names.join('、')}没有任何记录，不计欠交`,
    en: `No records of any kind for ${names.join(', ')}; nothing is counted as missing`,
  })
}

/** Who hears it: their language, the office's zone, and today in it. */
export type Audience = { readonly locale: Locale; readonly zone: string; readonly today: Temporal.PlainDate }

const ENGLISH_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** 2022年11月 / Nov 2022 */
export function formatMonth(month: Month, locale: Locale): string {
  const [year = '', number = ''] = month.split('-')
  return say(locale, {
    zh: `${year}年${Number(number)}月`,
    en: `${ENGLISH_MONTHS[Number(number) - 1] ?? number} ${year}`,
  })
}

/** A kind as the reader calls it, escaped. */
export function formatKind(kind: string, locale: Locale): string {
  const known = ESSAY_KINDS.find(({ name }) => name === kind)
  return escapeText(locale === 'zh' ? kind : (known?.en ?? kind))
}

/** `*E-12* *title*`, with the title as the link when there is one; mrkdwn, the author's text escaped. */
export function essayNamed({ id, title, link }: Pick<Essay, 'id' | 'title' | 'link'>): string {
  const name = escapeText(title)
  return `*${id}* ${link !== null && isWebAddress(link) ? `<${escapeText(link)}|${name}>` : `*${name}*`}`
}

/** 2022年11月第 1 篇 · 理论文章 */
export function essayPlace(
  { month, seq, kind }: Pick<Essay, 'month' | 'seq' | 'kind'>,
  locale: Locale,
): string {
  return say(locale, {
    zh: `${formatMonth(month, locale)}第 ${seq} 篇 · ${formatKind(kind, locale)}`,
    en: `${formatMonth(month, locale)}, no. ${seq} · ${formatKind(kind, locale)}`,
  })
}

/** 已入集（第 3 期） · 参赛：市征文: how far it has come, mrkdwn. */
export function formatStage(essay: Staged & Pick<Essay, 'exchangedIn' | 'contest'>, locale: Locale): string {
  const t = translator(locale)

  const stage = stageOf(essay)
  const issue =
    stage === 'compiled' ? t(`（第 ${essay.anthologyIssue} 期）`, `, issue ${essay.anthologyIssue}`) : ''
  const session = stage === 'exchanged' && essay.exchangedIn !== null ? ` ${essay.exchangedIn}` : ''
  const star = essay.excellent ? ' :star:' : ''
  // A table may say only that it was in one.
  const contests = contestsOf(essay).map((name) =>
    name === 'yes' ? t('（未写名称）', 'not named') : escapeText(name),
  )
  const sent =
    contests.length === 0 ? '' : t(` · 参赛：${contests.join('、')}`, ` · contest: ${contests.join(', ')}`)
  return `${say(locale, STAGE_WORDS[stage])}${session}${issue}${star}${sent}`
}

/** 还欠：2022年10月 1 篇、2022年11月 2 篇。 Nothing owed is said as that; a month without any record is no arrears. */
export function formatOwed(open: readonly Obligation[], locale: Locale): string {
  const t = translator(locale)
  const owed = open.filter((obligation) => missingOf(obligation) > 0)
  if (owed.length === 0) {
    return t('目前没有欠交的习作。', 'You owe nothing now.')
  }
  const months = owed.map((obligation) =>
    t(
      `${formatMonth(obligation.month, locale)} ${stillOwed(obligation)} 篇`,
      `${stillOwed(obligation)} for ${formatMonth(obligation.month, locale)}`,
    ),
  )
  return t(`还欠：${months.join('、')}。`, `Still owed: ${months.join(', ')}.`)
}
