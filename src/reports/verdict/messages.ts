import type { KnownBlock } from '@slack/types'
import { say, type Locale, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { actions, button, context, section, type Message } from '../../slack/blocks.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import type { Change } from '../paragraphs/changed-paragraphs.ts'
import { choicesOf, mayLeave, type Leaving } from '../review/may-leave.ts'
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
  /** Its records were corrected since. */
  readonly isStale?: boolean
}): Message {
  const { draft, version, basis, change, review = { lapsed: [], terms: [] }, isStale = false } = of
  const { locale } = basis
  const leaving = mayLeave(version, { isStale })
  const head = headline(draft, version, leaving, locale)
  const faults = leavingLines(leaving, locale)
  const confirmed = confirmedLines(version.verdict, locale)
  const at = `${draft.id}:${version.version}`
  const parts = [
    ...(change === null ? [] : [section(changeSaid(draft, version, change, locale))]),
    section(head),
    ...(faults.length === 0 ? [] : [section(faults.join('\n'))]),
    ...leaving.faults
      .filter((span) => choicesOf(span).length > 0)
      .slice(0, TOLD)
      .flatMap((span) => askBlocks(span, at, locale)),
    ...leaving.asks.slice(0, TOLD).flatMap((span) => askBlocks(span, at, locale)),
    ...(confirmed.length === 0 ? [] : [section(confirmed.join('\n'))]),
    ...smallPrint(draft, version, basis, review).map((line) => context(line)),
    actions(...verdictButtons(draft, version, leaving, locale)),
  ]
  const asks = leaving.asks.slice(0, TOLD).map((span) => `• ${askLine(span, locale)}`)
  return { text: [head, ...faults, ...asks, ...confirmed].join('\n'), blocks: parts }
}

function verdictButtons(draft: Draft, version: DraftVersion, { faults, asks }: Leaving, locale: Locale) {
  const t = translator(locale)

  const at = `${draft.id}:${version.version}`
  const hasOpen = faults.length > 0 || asks.some(({ state }) => state === 'proposed')
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

function headline(
  { id }: Draft,
  { version, verdict }: DraftVersion,
  leaving: Leaving,
  locale: Locale,
): string {
  const { figures } = verdict.summary
  const traced = tracedOf(verdict)
  const confirmed = confirmedOf(verdict)
  const [open, asks] = [leaving.faults.length, leaving.asks.length]
  const mark = leaving.isRight ? ':white_check_mark:' : ':warning:'
  const byHand =
    confirmed === 0
      ? { zh: '', en: '' }
      : { zh: `，${confirmed} 处由编辑确认`, en: `, ${confirmed} confirmed by hand` }
  const asked =
    asks === 0 ? { zh: '', en: '' } : { zh: `，${asks} 处请您看一眼`, en: `, ${asks} for you to look at` }
  return say(locale, {
    zh: `${mark} *${id} 第 ${version} 版*\n数字和日期共 ${figures} 处，${traced} 处有记录为据${derivedNote(verdict, 'zh')}${byHand.zh}${asked.zh}${open > 0 ? `，*${open} 处没有*：` : '。'}`,
    en: `${mark} *${id}, version ${version}*: ${figures} figures and dates, ${traced} traced to the records${derivedNote(verdict, 'en')}${byHand.en}${asked.en}${open > 0 ? `, *${open} not*:` : '.'}`,
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

/** Figures that rest on records for certain: the same, rounded, or worked out, and no doubt about their words. */
export function tracedOf({ summary, spans }: Verdict): number {
  const doubted = spans.filter(({ doubt, state }) => doubt !== undefined && state !== 'conflict').length
  return summary.exact + summary.approximate + summary.derived - doubted
}

function derivedNote({ summary }: Verdict, locale: Locale): string {
  const { approximate, derived } = summary
  if (approximate + derived === 0) return ''
  return say(locale, {
    zh: `（其中约数 ${approximate} 处、推算 ${derived} 处）`,
    en: ` (${approximate} rounded, ${derived} worked out)`,
  })
}

/** What keeps a version from leaving as right, beside what a click would settle: corrections, blanks, figures. */
export function leavingLines({ isStale, placeholders, faults }: Leaving, locale: Locale): string[] {
  const t = translator(locale)

  const lines = [
    ...(isStale ? [t('• 此后记录有更正', '• Records were corrected since')] : []),
    ...placeholders.map(({ kind, text }) => {
      const what = escapeText(fit(text, 60))
      return kind === 'missing'
        ? t(`• *${what}* 还没有写`, `• *${what}* is not written yet`)
        : t(
            `• *${what}* 不对应任何数据，要删去或改写`,
            `• *${what}* stands for nothing; take it out or reword`,
          )
    }),
    ...faults.map((span) => faultLine(span, locale)),
  ]
  const rest = lines.length - TOLD
  return [
    ...lines.slice(0, TOLD),
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

/** What a person is asked about a figure: whose it is, or whether it still holds. */
export function askLine({ text, claim, doubt, reason, state }: VerdictSpan, locale: Locale): string {
  const t = translator(locale)

  const what = escapeText(fit(text, 40))
  const label = escapeText(fit(claim?.label ?? '', 80))
  if (doubt === 'reworded')
    return t(
      `:large_orange_diamond: *${what}*（${label}）：所在的句子改过，数字没有改，还成立吗？`,
      `:large_orange_diamond: *${what}* (${label}): its sentence was reworded, the figure was not. Does it still hold?`,
    )
  if (doubt === 'words')
    return t(
      `:large_orange_diamond: *${what}*（${label}）：${escapeText(fit(reason, 200))}还成立吗？`,
      `:large_orange_diamond: *${what}* (${label}): ${escapeText(fit(reason, 200))} Does it still hold?`,
    )
  return state === 'proposed' && claim
    ? t(
        `:large_orange_diamond: *${what}* 与“${label}”相符，是它吗？`,
        `:large_orange_diamond: *${what}* fits ${label}. Is that it?`,
      )
    : t(`:large_orange_diamond: *${what}* 可能是：`, `:large_orange_diamond: *${what}* may be:`)
}

/** The question with its answers, a button each. `at`: the version, D-3:2. */
function askBlocks(span: VerdictSpan, at: string, locale: Locale): KnownBlock[] {
  const t = translator(locale)

  const line = section(askLine(span, locale))
  if (span.doubt !== undefined)
    return [
      { ...line, accessory: button(t('仍然成立', 'Still right'), 'report.stands', `${at}:${span.start}`) },
    ]
  const choices = choicesOf(span)
  const value = (place: number): string => `${at}:${span.start}:${place}`
  if (choices.length === 1 && span.state === 'proposed')
    return [{ ...line, accessory: button(t('就是它', 'That is it'), 'report.claim', value(0)) }]
  const buttons = choices.map(({ label }, place) => button(label, `report.claim.${place}`, value(place)))
  return [line, ...(buttons.length === 0 ? [] : [actions(...buttons)])]
}
