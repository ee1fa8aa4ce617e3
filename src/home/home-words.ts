import { askedFor } from '../essays/duties/obligations.ts'
import { type Locale, translator } from '../locale.ts'
import { escapeText, fit } from '../slack/mrkdwn.ts'
import { formatDate, formatMoment } from '../time/clock.ts'
import type { Home, KindCount, MyMonth, OfficeMonth } from './home.ts'

/** Kinds named in a month's summary; the rest is summed up. */
const KINDS_NAMED = 12
/** Characters of a title: five of them are to be read at a glance. */
const TITLE = 100

/** What the member logged and took part in this month; mrkdwn, people's text escaped. */
export function formatLogged({ logged, newest, tookPart }: MyMonth, { today }: Home, locale: Locale): string {
  const t = translator(locale)

  const head = t(
    `*记录*　本月我记了 ${logged} 条，参加了 ${tookPart} 项`,
    `*Records*: I logged ${logged} this month and took part in ${tookPart}`,
  )
  const lines = newest.map(({ id, title, kindZh, kindEn, startsOn }) => {
    const day = formatDate(Temporal.PlainDate.from(startsOn), locale, today)
    const kind = escapeText(t(kindZh, kindEn))
    return `• *${id}* ${escapeText(fit(title, TITLE))} · ${kind} · ${day}`
  })
  const more = logged - newest.length
  const rest = t(`另有 ${more} 条`, `and ${more} more`)
  return [head, ...lines, ...(more > 0 && newest.length > 0 ? [rest] : [])].join('\n')
}

/** 本月应交 2 篇，已交 1 篇 … of this month; what is owed in all is said by the essays themselves. */
export function formatEssays({ month, essays }: MyMonth, locale: Locale): string {
  const t = translator(locale)

  const obligation = essays.now.obligations.find((row) => row.month === month)
  const handedIn = essays.essays.filter(({ state }) => state !== 'draft').length
  const approved = essays.essays.filter(({ state }) => state === 'approved').length
  const isExempt = obligation !== undefined && obligation.exemption !== null
  const quota = obligation === undefined ? 0 : askedFor(obligation)
  const exempt = isExempt
    ? t('（免交）', ' (exempt)')
    : obligation?.isAway === true
      ? t('（全月休假）', ' (on leave all month)')
      : ''
  const returned = essays.returned.length
  const toMend = returned === 0 ? '' : t(`，${returned} 篇退回待修改`, `, ${returned} returned for changes`)
  return t(
    `*习作*　本月应交 ${quota} 篇${exempt}，已交 ${handedIn} 篇（通过 ${approved} 篇）${toMend}`,
    `*Essays*: ${quota} owed for this month${exempt}, ${handedIn} handed in (${approved} approved)${toMend}`,
  )
}

/** The next deadline and how long it is until then. */
export function formatDeadline(
  { deadline, workingDaysLeft: left }: MyMonth,
  { zone, today }: Home,
  locale: Locale,
): string {
  const t = translator(locale)

  const when = formatMoment(deadline.at, zone, locale, today)
  const isToday = deadline.at.toZonedDateTimeISO(zone).toPlainDate().equals(today)
  if (isToday) return t(`*截止*　今天：${when}`, `*Deadline*: today, ${when}`)
  const days = left === 1 ? '1 working day' : `${left} working days`
  return t(`*下次截止*　${when}，还有 ${left} 个工作日`, `*Next deadline*: ${when}, in ${days}`)
}

/** The office's records of the month by kind, study and activities on a line each; mrkdwn. */
export function formatKinds({ kinds }: OfficeMonth, locale: Locale): string {
  const t = translator(locale)

  if (kinds.length === 0) {
    return t('本月还没有记录。', 'Nothing is on record for this month yet.')
  }
  const line = (family: 'study' | 'activity', name: string) => {
    const ofFamily = kinds.filter((kind) => kind.family === family)
    const total = sumOf(ofFamily)
    const named = ofFamily
      .slice(0, KINDS_NAMED)
      .map((kind) => `${escapeText(t(kind.nameZh, kind.nameEn))} ${kind.count}`)
    const rest = sumOf(ofFamily.slice(KINDS_NAMED))
    const others = rest === 0 ? [] : [t(`其他 ${rest}`, `others ${rest}`)]
    const list = [...named, ...others].join(locale === 'zh' ? '、' : ', ')
    return t(
      `*${name}* ${total} 条${list === '' ? '' : `：${list}`}`,
      `*${name}* ${total}${list === '' ? '' : `: ${list}`}`,
    )
  }
  return [line('study', t('学习', 'Study sessions')), line('activity', t('活动', 'Activities'))].join('\n')
}

function sumOf(kinds: readonly KindCount[]): number {
  return kinds.reduce((total, { count }) => total + count, 0)
}
