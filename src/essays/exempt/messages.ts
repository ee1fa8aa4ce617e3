import { type Locale, say, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { type Message, section } from '../../slack/blocks.ts'
import { escapeText, mention } from '../../slack/mrkdwn.ts'
import { formatMoment } from '../../time/clock.ts'
import type { Month } from '../../time/month.ts'
import { type Audience, formatMonth } from '../words/words.ts'
import type { Exempted } from './exempt.ts'
import type { Exemption } from './store.ts'
import { firstWithin, linesInSections } from '../words/fit-blocks.ts'

/** Exemptions listed in one message; more is said as a number. */
export const EXEMPTIONS_LISTED = 25
/** Of a message's blocks, what the list may take. */
const LIST_CHARACTERS = 9000

/** To who decided: which months, and what else is to be known about each. */
export function exemptSaid(
  member: Member,
  exempted: readonly Exempted[],
  reason: string,
  locale: Locale,
): Message {
  const t = translator(locale)

  const lines = exempted.map(({ month, outcome, isOver, handedIn }) => {
    const name = formatMonth(month, locale)
    const said = {
      exempt: t(
        `${mention(member)} ${name}免交：${escapeText(reason)}。`,
        `${mention(member)} is exempt for ${name}: ${escapeText(reason)}.`,
      ),
      changed: t(
        `${mention(member)} ${name}原已免交，原因改为：${escapeText(reason)}。`,
        `${mention(member)} was exempt for ${name} already; the reason now reads: ${escapeText(reason)}.`,
      ),
      'as before': t(
        `${mention(member)} ${name}原已免交，没有变化。`,
        `${mention(member)} was exempt for ${name} already; nothing changed.`,
      ),
    }[outcome]
    const over = t(
      '这个月已经过去，统计随之改变。',
      ' That month is over; what is counted for it changes with this.',
    )
    const already = t(
      `已交的 ${handedIn} 篇照常计入。`,
      ` What was handed in for it (${handedIn}) still counts.`,
    )
    return `:white_check_mark: ${said}${isOver ? over : ''}${handedIn > 0 ? already : ''}`
  })
  const text = lines.join('\n')
  return { text, blocks: [section(text)] }
}

export function exemptRevoked(member: Member, months: readonly Month[], locale: Locale): Message {
  const names = months.map((month) => formatMonth(month, locale)).join(locale === 'zh' ? '、' : ', ')
  const text = say(locale, {
    zh: `:white_check_mark: 已撤销 ${mention(member)} ${names}的免交，照常应交。`,
    en: `:white_check_mark: ${mention(member)} is no longer exempt for ${names}, and owes what was owed before.`,
  })
  return { text, blocks: [section(text)] }
}

/** To the member, the moment somebody decided it. */
export function exemptionTold(
  change: {
    readonly by: Member
    readonly months: readonly Month[]
    /** null: it was taken back. */
    readonly reason: string | null
  },
  locale: Locale,
): Message {
  const t = translator(locale)

  const months = change.months.map((month) => formatMonth(month, locale)).join(locale === 'zh' ? '、' : ', ')
  const by = mention(change.by)
  const text =
    change.reason === null
      ? t(
          `${by} 撤销了您${months}的免交；应交几篇见 /essay status。`,
          `${by} has taken back your exemption for ${months}; see what you owe with /essay status.`,
        )
      : t(
          `${by} 批准您${months}免交习作：${escapeText(change.reason)}。`,
          `${by} has let you off essays for ${months}: ${escapeText(change.reason)}.`,
        )
  return { text, blocks: [section(text)] }
}

/** A member's exemptions with who decided and who revoked, the latest month first. */
export function exemptionHistory(
  member: Member,
  exemptions: readonly Exemption[],
  people: ReadonlyMap<string, Member>,
  audience: Audience,
): Message {
  const { locale } = audience
  const t = translator(locale)

  const head = t(`*${escapeText(member.name)}* 的免交记录`, `*${escapeText(member.name)}*: exemptions`)
  const none = t('没有。', 'None.')
  const lines = exemptions.map((exemption) => `• ${exemptionLine(exemption, people, audience)}`)
  return {
    text: head,
    blocks: linesInSections([head, ...(lines.length === 0 ? [none] : listed(lines, locale))]),
  }
}

/** Everybody who is exempt for this month or a later one. */
export function exemptionList(
  month: Month,
  exemptions: readonly Exemption[],
  people: ReadonlyMap<string, Member>,
  audience: Audience,
): Message {
  const { locale } = audience
  const t = translator(locale)

  const name = formatMonth(month, locale)
  const head =
    exemptions.length === 0
      ? t(`*${name}起没有人免交*`, `*Nobody is exempt for ${name} or later*`)
      : t(`*${name}起免交*`, `*Exempt for ${name} and later*`)
  const lines = exemptions.map((exemption) => {
    const name = escapeText(people.get(exemption.memberId)?.name ?? '')
    return `• ${name} ${exemptionLine(exemption, people, audience)}`
  })
  return { text: head, blocks: linesInSections([head, ...listed(lines, locale)]) }
}

/** As many lines as a message holds, and how many more there are. */
function listed(lines: readonly string[], locale: Locale): string[] {
  const shown = firstWithin(lines.slice(0, EXEMPTIONS_LISTED), LIST_CHARACTERS)
  const more = lines.length - shown.length
  return more === 0 ? shown : [...shown, say(locale, { zh: `……另有 ${more} 条`, en: `… and ${more} more` })]
}

function exemptionLine(
  exemption: Exemption,
  people: ReadonlyMap<string, Member>,
  { locale, zone, today }: Audience,
): string {
  const t = translator(locale)

  const at = (moment: Date) =>
    formatMoment(Temporal.Instant.fromEpochMilliseconds(moment.getTime()), zone, locale, today)
  const by = (id: string | null) => escapeText(people.get(id ?? '')?.name ?? '–')
  const line = t(
    `${formatMonth(exemption.month, locale)}：${escapeText(exemption.reason)}（${by(exemption.decidedBy)} ${at(exemption.decidedAt)} 批准`,
    `${formatMonth(exemption.month, locale)}: ${escapeText(exemption.reason)} (by ${by(exemption.decidedBy)}, ${at(exemption.decidedAt)}`,
  )
  if (exemption.revokedAt === null) return `${line}${locale === 'zh' ? '）' : ')'}`
  return t(
    `${line}，${by(exemption.revokedBy)} ${at(exemption.revokedAt)} 撤销）`,
    `${line}; revoked by ${by(exemption.revokedBy)}, ${at(exemption.revokedAt)})`,
  )
}
