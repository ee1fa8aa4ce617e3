import { type Locale, plural, say, translator } from '../../locale.ts'
import type { QuotaChanged } from '../../members/quotas/decide-quota.ts'
import type { Member } from '../../members/member.ts'
import { type GroupQuota, inForce, type QuotaDecision } from '../../members/quotas/quota-rules.ts'
import { type Message, section } from '../../slack/blocks.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import { formatDate } from '../../time/clock.ts'
import { addMonths, type Month } from '../../time/month.ts'
import { type Audience, formatMonth } from '../words/words.ts'
import { firstWithin, linesInSections } from '../words/fit-blocks.ts'

/** Lines of one list; more is said as a number. */
const LINES = 25
/** Of a message's blocks, what one list may take. */
const CHARACTERS = 5000

/** All that was decided about quotas, and who is who. */
export type QuotaBook = {
  readonly month: Month
  readonly members: readonly Member[]
  readonly quotas: readonly QuotaDecision[]
  readonly groups: readonly GroupQuota[]
}

/** What is owed a month: by groups, by who has a quota of their own, and how many owe how much. */
export function quotaOverview(book: QuotaBook, audience: Audience): Message {
  const { locale } = audience
  const t = translator(locale)

  const head = t(
    `*每月应交几篇（${formatMonth(book.month, locale)}）*`,
    `*Essays owed a month (${formatMonth(book.month, locale)})*`,
  )
  const groups = [...Map.groupBy(book.groups, ({ groupId }) => groupId)].map(([id, decisions]) => {
    const lines = standing(decisions, book.month).map((decision) => formatDecision(decision, book, audience))
    return `${groupNamed(id)} ${lines.join(locale === 'zh' ? '；' : '; ')}`
  })
  const byMember = Map.groupBy(book.quotas, ({ memberId }) => memberId)
  const own = book.members.flatMap((member) => {
    const lines = standing(byMember.get(member.id) ?? [], book.month)
      .filter(({ source }) => source === 'member')
      .map((decision) => formatDecision(decision, book, audience))
    return lines.length === 0
      ? []
      : [`${escapeText(member.name)} ${lines.join(locale === 'zh' ? '；' : '; ')}`]
  })
  const lines = [
    head,
    formatCounts(book, byMember, locale),
    ...titled(t('*按用户组*', '*By user group*'), groups, locale),
    ...titled(t('*单独规定*', '*For one person*'), own, locale),
  ]
  return { text: head, blocks: linesInSections(lines) }
}

function formatCounts(
  { members, month }: QuotaBook,
  byMember: ReadonlyMap<string, readonly QuotaDecision[]>,
  locale: Locale,
): string {
  const quotas = members
    .filter((member) => member.leftOn === null && !member.deactivated && !member.isBot && !member.isGuest)
    .map((member) => inForce(byMember.get(member.id) ?? [], month)?.quota ?? 0)
  const counts = [...Map.groupBy(quotas, (quota) => quota)].sort(([one], [other]) => other - one)
  const parts = counts.map(([quota, of]) =>
    say(locale, {
      zh: quota === 0 ? `不用交 ${of.length} 人` : `${quota} 篇 ${of.length} 人`,
      en: quota === 0 ? `none: ${plural(of.length, 'member')}` : `${quota}: ${plural(of.length, 'member')}`,
    }),
  )
  return parts.join(locale === 'zh' ? '，' : ', ')
}

/** One member's quota, and every decision about it. */
export function quotaOfMember(member: Member, book: QuotaBook, audience: Audience): Message {
  const { locale } = audience
  const t = translator(locale)

  const decisions = book.quotas.filter(({ memberId }) => memberId === member.id)
  const quota = inForce(decisions, book.month)?.quota ?? 0
  const head = t(
    `*${escapeText(member.name)}* ${formatMonth(book.month, locale)}应交 ${quota} 篇`,
    `*${escapeText(member.name)}* owes ${quota} for ${formatMonth(book.month, locale)}`,
  )
  const lines = decisions.toReversed().map((decision) => `• ${formatDecision(decision, book, audience)}`)
  const none = t('没有规定过。', 'Nothing was ever decided.')
  const all = [head, ...(lines.length === 0 ? [none] : shortened(lines, locale))]
  return { text: head, blocks: linesInSections(all) }
}

/** What was decided for a user group, the newest first. */
export function quotaOfGroup(groupId: string, book: QuotaBook, audience: Audience): Message {
  const { locale } = audience
  const decisions = book.groups.filter((decision) => decision.groupId === groupId)
  const head = say(locale, { zh: `${groupNamed(groupId)} 的定额`, en: `The quota of ${groupNamed(groupId)}` })
  const lines = decisions.toReversed().map((decision) => `• ${formatDecision(decision, book, audience)}`)
  const none = say(locale, { zh: '没有规定过。', en: 'Nothing was ever decided.' })
  return {
    text: head,
    blocks: linesInSections([head, ...(lines.length === 0 ? [none] : shortened(lines, locale))]),
  }
}

/** What an admin's decision did; who was decided for by somebody else in the meantime stands in the history. */
export function quotaDecided(
  changed: readonly QuotaChanged[],
  known: { readonly members: readonly Member[]; readonly fromMonth: Month; readonly isDefault: boolean },
  locale: Locale,
): Message {
  const t = translator(locale)

  const name = new Map(known.members.map((member) => [member.id, escapeText(member.name)]))
  const from = formatMonth(known.fromMonth, locale)
  const lines = changed.map(({ memberId, before, quota }) =>
    t(
      `:white_check_mark: ${name.get(memberId) ?? ''} 从${from}起每月 ${quota} 篇（原为 ${before?.quota ?? 0} 篇）。`,
      `:white_check_mark: ${name.get(memberId) ?? ''} owes ${quota} a month from ${from} on (was ${before?.quota ?? 0}).`,
    ),
  )
  const how = known.isDefault
    ? t('单独规定已取消，以后随用户组。', 'The quota of their own is given up; the groups’ counts.')
    : t(
        '这是单独规定，用户组的变化不影响。之前的月份不变。',
        'It is their own: no group’s quota changes it. Earlier months stay as they were.',
      )
  return { text: lines[0] ?? how, blocks: linesInSections([...shortened(lines, locale), how]) }
}

/** What a decision for a user group did. */
export function groupQuotaDecided(
  decided: {
    readonly groupId: string
    readonly quota: number
    readonly fromMonth: Month
    readonly members: number
    readonly kept: number
    readonly before: GroupQuota | null
  },
  locale: Locale,
): Message {
  const t = translator(locale)

  const { groupId, quota, members, kept, before } = decided
  const from = formatMonth(decided.fromMonth, locale)
  const was = before === null ? '' : t(`（原为 ${before.quota} 篇）`, ` (was ${before.quota})`)
  const text = t(
    `:white_check_mark: ${groupNamed(groupId)} 从${from}起每人每月 ${quota} 篇${was}：现有 ${members} 人，其中 ${kept} 人另有单独规定、不变。以后进组、出组的人每天跟着调整；之前的月份不变。`,
    `:white_check_mark: ${groupNamed(groupId)}: ${quota} a month each from ${from} on${was}. In it now: ${plural(members, 'person', 'people')}; ${kept} of them have a quota of their own and keep it. Who joins or leaves the group is followed once a day. Earlier months stay as they were.`,
  )
  return { text, blocks: [section(text)] }
}

/** The decision in force in a month, and those for later months. */
function standing<T extends { readonly fromMonth: string; readonly decidedAt: Date }>(
  decisions: readonly T[],
  month: Month,
): T[] {
  const months = new Set([month, ...decisions.map(({ fromMonth }) => fromMonth).filter((at) => at > month)])
  const inTurn = [...months].sort().map((at) => inForce(decisions, at))
  return [...new Set(inTurn)].filter((decision) => decision !== null)
}

function formatDecision(
  decision: Omit<QuotaDecision, 'memberId' | 'source'> & Partial<Pick<QuotaDecision, 'source'>>,
  { members, month }: QuotaBook,
  { locale, zone, today }: Audience,
): string {
  const t = translator(locale)

  const by = members.find(({ id }) => id === decision.decidedBy)
  const at = Temporal.Instant.fromEpochMilliseconds(decision.decidedAt.getTime())
  const day = formatDate(at.toZonedDateTimeISO(zone).toPlainDate(), locale, today)
  const source = {
    member: t('单独规定', 'their own'),
    group: t('随用户组', 'by group'),
    table: t('导入', 'imported'),
  }[decision.source ?? 'group']
  const who = by === undefined ? '' : ` ${escapeText(by.name)}`
  const from = formatMonth(decision.fromMonth as Month, locale)
  const isToCome = decision.fromMonth >= addMonths(month, 1)
  return t(
    `${from}起 ${decision.quota} 篇（${source}，${day}${who}）${isToCome ? '（未到）' : ''}`,
    `${decision.quota} from ${from} on (${source}, ${day}${who})${isToCome ? ', to come' : ''}`,
  )
}

function groupNamed(id: string): string {
  return `<!subteam^${id}>`
}

function titled(title: string, lines: readonly string[], locale: Locale): string[] {
  return lines.length === 0
    ? []
    : [
        title,
        ...shortened(
          lines.map((line) => `• ${line}`),
          locale,
        ),
      ]
}

function shortened(lines: readonly string[], locale: Locale): string[] {
  const shown = firstWithin(lines.slice(0, LINES), CHARACTERS)
  const more = lines.length - shown.length
  if (more <= 0) return shown
  return [...shown, say(locale, { zh: `……另有 ${more} 条`, en: `… and ${more} more` })]
}
