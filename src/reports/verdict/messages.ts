import { say, type Locale, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { actions, button, context, section, type Message } from '../../slack/blocks.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import type { Change } from '../paragraphs/changed-paragraphs.ts'
import { isOpen } from '../review/confirmed-figures.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import type { Draft, DraftVersion } from '../draft/drafts-store.ts'
import type { Review } from '../review/review.ts'
import { smallPrint } from './small-print.ts'
import type { Confirmed, Verdict, VerdictSpan } from '../../claims/bind/verify-text.ts'
import { changeSaid } from './version-words.ts'

/** Faults told before the rest becomes a number. */
const TOLD = 8

/**
 * How a version stands to the records, with what can be done about it. `change`: what an edit changed, and who did.
 * `review`: what editors have said of its figures; a version with confirmations laid over carries them in its verdict.
 */
export function draftVerdict(of: {
  readonly draft: Draft
  readonly version: DraftVersion
  readonly basis: DraftBasis
  readonly change: { readonly by: Member; readonly changes: readonly Change[] } | null
  readonly review?: Pick<Review, 'lapsed' | 'terms'>
}): Message {
  const { draft, version, basis, change, review = { lapsed: [], terms: [] } } = of
  const { locale } = basis
  const head = headline(draft, version, locale)
  const faults = faultLines(version.verdict, locale)
  const confirmed = confirmedLines(version.verdict, locale)
  const parts = [
    ...(change === null ? [] : [section(changeSaid(draft, version, change, locale))]),
    section(head),
    ...(faults.length === 0 ? [] : [section(faults.join('\n'))]),
    ...(confirmed.length === 0 ? [] : [section(confirmed.join('\n'))]),
    ...smallPrint(draft, version, basis, review).map((line) => context(line)),
    actions(...verdictButtons(draft, version, locale)),
  ]
  return { text: [head, ...faults, ...confirmed].join('\n'), blocks: parts }
}

function verdictButtons(draft: Draft, version: DraftVersion, locale: Locale) {
  const t = translator(locale)

  const at = `${draft.id}:${version.version}`
  const hasOpen = version.verdict.spans.some(isOpen)
  return [
    button(t('修改', 'Edit'), 'report.edit', draft.id),
    button(t('查看依据', 'Sources'), 'report.sources', `${at}:0`),
    ...(hasOpen
      ? [
          button(t('确认数字', 'Confirm a figure'), 'report.confirm', at),
          button(t('不是数字', 'Not a figure'), 'report.name', at),
        ]
      : []),
    button(t('重写一段', 'Redraft a paragraph'), 'report.paragraph', draft.id),
    button(t('重新起草', 'Redraft'), 'report.redraft', draft.id),
    button(t('定稿', 'Approve'), 'report.approve', at),
  ]
}

function headline({ id }: Draft, { version, verdict }: DraftVersion, locale: Locale): string {
  const { figures } = verdict.summary
  const traced = tracedOf(verdict)
  const confirmed = confirmedOf(verdict)
  const open = figures - traced - confirmed
  const mark = open === 0 ? ':white_check_mark:' : ':warning:'
  const byHand =
    confirmed === 0
      ? { zh: '', en: '' }
      : { zh: `，${confirmed} 处由编辑确认`, en: `, ${confirmed} confirmed by hand` }
  return say(locale, {
    zh: `${mark} *${id} 第 ${version} 版*\n数字和日期共 ${figures} 处，${traced} 处有记录为据${derivedNote(verdict, 'zh')}${byHand.zh}${open > 0 ? `，*${open} 处没有*：` : '。'}`,
    en: `${mark} *${id}, version ${version}*: ${figures} figures and dates, ${traced} traced to the records${derivedNote(verdict, 'en')}${byHand.en}${open > 0 ? `, *${open} not*:` : '.'}`,
  })
}

/** Figures that no record bears out and an editor has confirmed: never counted among the traced ones. */
export function confirmedOf({ spans }: Verdict): number {
  return spans.filter(({ confirmed }) => confirmed !== undefined).length
}

function confirmedLines({ spans }: Verdict, locale: Locale): string[] {
  return spans
    .flatMap(({ text, confirmed }) =>
      confirmed === undefined ? [] : [`• ${confirmedLine(text, confirmed, locale)}`],
    )
    .slice(0, TOLD)
}

/** Who confirmed a figure by hand, when, and what they say it comes from. */
export function confirmedLine(figure: string, { by, at, source }: Confirmed, locale: Locale): string {
  const t = translator(locale)

  const who = by === null ? t('有人', 'somebody') : mention(by)
  const [what, where] = [escapeText(fit(figure, 40)), escapeText(source)]
  return t(
    `:memo: *${what}* 没有记录为据，${who} ${at} 确认，来源：${where}`,
    `:memo: *${what}* is not in the records; confirmed by ${who} on ${at}, from: ${where}`,
  )
}

/** Figures that rest on records: the same, rounded, or worked out. */
export function tracedOf({ summary }: Verdict): number {
  return summary.exact + summary.approximate + summary.derived
}

function derivedNote({ summary }: Verdict, locale: Locale): string {
  const { approximate, derived } = summary
  if (approximate + derived === 0) return ''
  return say(locale, {
    zh: `（其中约数 ${approximate} 处、推算 ${derived} 处）`,
    en: ` (${approximate} rounded, ${derived} worked out)`,
  })
}

function faultLines({ spans }: Verdict, locale: Locale): string[] {
  const faults = spans.filter(isOpen)
  const rest = faults.length - TOLD
  return [
    ...faults.slice(0, TOLD).map((span) => faultLine(span, locale)),
    ...(rest > 0 ? [say(locale, { zh: `……另有 ${rest} 处。`, en: `… and ${rest} more.` })] : []),
  ]
}

function faultLine({ text, state, reason }: VerdictSpan, locale: Locale): string {
  const t = translator(locale)

  const what = escapeText(fit(text, 40))
  const why = escapeText(fit(reason, 300))
  return state === 'conflict'
    ? t(`• *${what}* 与记录不符：${why}`, `• *${what}* does not match the records: ${why}`)
    : t(`• *${what}* 没有记录为据：${why}`, `• *${what}* is not in the records: ${why}`)
}
