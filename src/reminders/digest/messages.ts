import type { TableBlock } from '@slack/types'
import { type Locale, say } from '../../locale.ts'
import { actions, button, context, type Message, section } from '../../slack/blocks.ts'
import { fit } from '../../slack/mrkdwn.ts'
import type { Cell } from '../../tables/cells.ts'
import { formatMoment, wallClockAt } from '../../time/clock.ts'
import { formatUnrecorded } from '../../essays/words/words.ts'
import type { DigestLine, DigestOfMonth } from './digest.ts'
import { unknownYears } from '../settings-form/messages.ts'

/** Members in one table: of Slack's 100 rows and 13,000 characters a message, as many as always fit. */
export const DIGEST_PAGE = 50
export const TURN_DIGEST = 'reminder.digest.page'
export const EXPORT_DIGEST = 'reminder.digest.export'
/** The longest name shown in a cell. */
const NAME = 24

/** Who has handed in and who has not: sums, a table, and where to go on. */
export function digestMessage(
  digest: DigestOfMonth,
  { from, now, zone }: { readonly from: number; readonly now: Temporal.Instant; readonly zone: string },
  locale: Locale,
): Message {
  const head = headOf(digest, now, zone, locale)
  const sums = sumsOf(digest, locale)
  const unknown =
    digest.fallbackYears.length === 0
      ? []
      : [context(unknownYears(digest.region, digest.fallbackYears, locale))]
  if (digest.lines.length === 0) return { text: head, blocks: [section(`${head}\n${sums}`), ...unknown] }
  const shown = digest.lines.slice(from, from + DIGEST_PAGE)
  return {
    text: `${head} ${sums}`,
    blocks: [
      section(`${head}\n${sums}`),
      tableOf(shown, locale),
      ...(digest.lines.length > DIGEST_PAGE ? [context(whereOf(digest, from, shown.length, locale))] : []),
      ...unknown,
      actions(...buttonsOf(digest, from, locale)),
    ],
  }
}

function headOf(
  { month, deadline }: DigestOfMonth,
  now: Temporal.Instant,
  zone: string,
  locale: Locale,
): string {
  const today = wallClockAt(now, zone).date
  const due = formatMoment(deadline.at, zone, locale, today)
  const days = wallClockAt(deadline.at, zone).date.until(today, { largestUnit: 'day' }).days
  const hasStruck = Temporal.Instant.compare(deadline.at, now) <= 0
  const ago = days === 1 ? '1 day ago' : `${days} days ago`
  const left = -days === 1 ? '1 day left' : `${-days} days left`
  const when = hasStruck
    ? days === 0
      ? { zh: '今天已截止', en: 'closed today' }
      : { zh: `已过 ${days} 天`, en: `closed ${ago}` }
    : days === 0
      ? { zh: '今天截止', en: 'closes today' }
      : { zh: `还有 ${-days} 天`, en: left }
  return say(locale, {
    zh: `*${month} 习作情况*（${due}截止，${when.zh}）`,
    en: `*Essays of ${month}* (due ${due}, ${when.en})`,
  })
}

function sumsOf(digest: DigestOfMonth, locale: Locale): string {
  const { askedPeople, completePeople, missingPeople, missing, latePeople, exemptPeople, leavePeople } =
    digest
  if (digest.isUnrecorded) return formatUnrecorded([digest.month], locale)
  if (digest.lines.length === 0) {
    return say(locale, { zh: '这个月没有人有任务。', en: 'Nobody owed an essay this month.' })
  }
  const zh = [
    `应交 ${askedPeople} 人`,
    `交齐 ${completePeople} 人`,
    missingPeople === 0 ? '无人欠交' : `还差 ${missingPeople} 人共 ${missing} 篇`,
    ...(latePeople > 0 ? [`迟交 ${latePeople} 人`] : []),
    ...(exemptPeople > 0 ? [`免交 ${exemptPeople} 人`] : []),
    ...(leavePeople > 0 ? [`请假 ${leavePeople} 人`] : []),
  ]
  const essays = missing === 1 ? '1 essay' : `${missing} essays`
  const en = [
    `${askedPeople} asked`,
    `${completePeople} complete`,
    missingPeople === 0
      ? 'nobody owes any more'
      : `${missingPeople} still ${missingPeople === 1 ? 'owes' : 'owe'} ${essays}`,
    ...(latePeople > 0 ? [`${latePeople} late`] : []),
    ...(exemptPeople > 0 ? [`${exemptPeople} exempt`] : []),
    ...(leavePeople > 0 ? [`${leavePeople} on leave`] : []),
  ]
  return say(locale, { zh: zh.join('，'), en: en.join(', ') })
}

function tableOf(lines: readonly DigestLine[], locale: Locale): TableBlock {
  const heads = say(locale, {
    zh: '姓名|已交/应交|迟交|情况',
    en: 'Name|In / owed|Late|Where it stands',
  }).split('|')
  const rows = lines.map((line) => [
    fit(line.member.name, NAME),
    `${line.handedIn}/${line.quota}`,
    line.late === 0 ? '–' : String(line.late),
    standingOf(line, locale),
  ])
  return {
    type: 'table',
    column_settings: [{ align: 'left' }, { align: 'center' }, { align: 'center' }, { align: 'left' }],
    rows: [heads, ...rows].map((row) => row.map((text) => ({ type: 'raw_text' as const, text }))),
  }
}

/** 还差 2 篇, 交齐, 免交 – with 请假 beside it. */
function standingOf({ quota, missing, isExempt, isOnLeave }: DigestLine, locale: Locale): string {
  const stands = isExempt
    ? { zh: '免交', en: 'exempt' }
    : missing > 0
      ? { zh: `还差 ${missing} 篇`, en: `${missing} missing` }
      : quota === 0
        ? { zh: '无任务', en: 'nothing owed' }
        : { zh: '交齐', en: 'complete' }
  const away = isOnLeave ? { zh: '，请假', en: ', on leave' } : { zh: '', en: '' }
  return say(locale, { zh: `${stands.zh}${away.zh}`, en: `${stands.en}${away.en}` })
}

function whereOf({ lines }: DigestOfMonth, from: number, shown: number, locale: Locale): string {
  return say(locale, {
    zh: `第 ${from + 1}–${from + shown} 人，共 ${lines.length} 人，欠交多的在前；全部名单可导出`,
    en: `${from + 1}–${from + shown} of ${lines.length}, who owes most first; the whole list can be exported`,
  })
}

function buttonsOf({ month, lines }: DigestOfMonth, from: number, locale: Locale) {
  const back = Math.max(0, from - DIGEST_PAGE)
  const on = from + DIGEST_PAGE
  return [
    ...(from === 0
      ? []
      : [button(say(locale, { zh: '上一页', en: 'Back' }), `${TURN_DIGEST}.back`, `${month} ${back}`)]),
    ...(on >= lines.length
      ? []
      : [button(say(locale, { zh: '下一页', en: 'More' }), `${TURN_DIGEST}.on`, `${month} ${on}`)]),
    button(say(locale, { zh: '导出 CSV', en: 'Export CSV' }), `${EXPORT_DIGEST}.csv`, month),
    button(say(locale, { zh: '导出 XLSX', en: 'Export XLSX' }), `${EXPORT_DIGEST}.xlsx`, month),
  ]
}

export function digestHeads(locale: Locale): string[] {
  return locale === 'zh'
    ? ['编号', '姓名', '部门', '月份', '应交', '已交', '还差', '迟交', '情况']
    : ['number', 'name', 'department', 'month', 'owed', 'in', 'missing', 'late', 'where it stands']
}

export function digestRows({ month, lines }: DigestOfMonth, locale: Locale): Cell[][] {
  return lines.map((line) => [
    line.member.externalId ?? '',
    line.member.name,
    line.member.department ?? '',
    month,
    line.quota,
    line.handedIn,
    line.missing,
    line.late,
    standingOf(line, locale),
  ])
}
