import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { type Locale, plural, say, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { context, input, type Message, section, textInput, modal } from '../../slack/blocks.ts'
import type { FormValues } from '../../slack/listener.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import { formatDate } from '../../time/clock.ts'
import { parseMonth } from '../../time/month.ts'
import { type Audience, essayNamed, formatKind, formatMonth } from '../words/words.ts'
import type { Essay } from '../essay/essay.ts'
import type { ExchangePlan } from './exchange.ts'
import type { Exchange } from './store.ts'
import { linesInSections } from '../words/fit-blocks.ts'

export const EXCHANGE_FORM = 'essay.exchange.form'

/** Essays listed before they are exchanged; more is said as a number. */
const LISTED = 50
const LONGEST_PLACE = 200

export const exchangeMemo = z.object({
  month: z.string().transform(parseMonth),
  stamp: z.string(),
  responseUrl: z.string(),
})
export type ExchangeMemo = z.infer<typeof exchangeMemo>

/** Shows what will be done, and asks when, where and how long. Submitting it does it. */
export function exchangeForm(plan: ExchangePlan, responseUrl: string, audience: Audience): ModalView {
  const { locale } = audience
  const { month, essays, authors, stamp } = plan
  const memo: ExchangeMemo = { month, stamp, responseUrl }
  const lines = essays.slice(0, LISTED).map((essay) => essayLine(essay, authors, locale))
  const more = essays.length - lines.length
  return modal(locale, {
    title: { zh: `交流 ${month}`, en: `Exchange ${month}` },
    id: EXCHANGE_FORM,
    submit: { zh: '交流', en: 'Exchange' },
    memo,
    blocks: [
      section(formatIntent(plan, locale)),
      ...linesInSections(lines),
      ...(more > 0 ? [context(say(locale, { zh: `另有 ${more} 篇`, en: `and ${more} more` }))] : []),
      ...fields(audience),
    ],
  })
}

function formatIntent({ month, essays, authors, earlier, undecided }: ExchangePlan, locale: Locale): string {
  const t = translator(locale)

  const name = formatMonth(month, locale)
  const before = earlier
    .map((exchange) => formatExchange(exchange, locale))
    .join(locale === 'zh' ? '；' : '; ')
  return [
    t(
      `将记一次学习“交流讨论”，附上${name}已通过、还没交流的 ${essays.length} 篇，参加人员是 ${authors.size} 位作者；这些习作标为已交流，全室都能读。`,
      `This logs a study session (discussion) of ${plural(essays.length, 'essay')} of ${name}, approved and not exchanged before, with ${plural(authors.size, 'author')} as its people. What was exchanged is marked so, and everybody can read it.`,
    ),
    ...(undecided === 0
      ? []
      : [
          t(
            `:warning: 还有 ${undecided} 篇没有通过，不在其中；通过后可再交流一次。`,
            `:warning: ${undecided} more are not approved and not part of it; they can be exchanged later.`,
          ),
        ]),
    ...(before === '' ? [] : [t(`之前：${before}`, `Before: ${before}`)]),
  ].join('\n')
}

function fields({ locale, today }: Audience): KnownBlock[] {
  const t = translator(locale)

  return [
    input('date', t('哪一天交流的', 'Held on'), {
      type: 'datepicker',
      initial_date: today.toString(),
    }),
    input(
      'duration',
      t('时长（分钟）', 'Minutes'),
      { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '1440' },
      { optional: true },
    ),
    input('place', t('地点', 'Place'), { ...textInput(''), max_length: LONGEST_PLACE }, { optional: true }),
  ]
}

/** Reads the form; `heldOn` is an ISO date. */
export function readExchangeForm(values: FormValues): {
  readonly heldOn: string
  readonly durationMin: number | null
  readonly place: string | null
} {
  const minutes = values['duration']?.['value']?.value ?? ''
  const place = (values['place']?.['value']?.value ?? '').trim()
  return {
    heldOn: values['date']?.['value']?.selected_date ?? '',
    durationMin: minutes === '' ? null : Number(minutes),
    place: place === '' ? null : place,
  }
}

/** There is nothing to exchange: why, and what was. */
export function nothingToExchange(
  { month, earlier, undecided }: Pick<ExchangePlan, 'month' | 'earlier' | 'undecided'>,
  locale: Locale,
): Message {
  const t = translator(locale)

  const name = formatMonth(month, locale)
  const text = [
    t(
      `${name}没有待交流的习作（要先审阅通过）。`,
      `No essay of ${name} is to be exchanged; it has to be approved first.`,
    ),
    ...(undecided === 0
      ? []
      : [
          t(
            `${undecided} 篇还没有通过，见 /essay review。`,
            `${undecided} are not approved yet; see /essay review.`,
          ),
        ]),
    ...earlier.map((exchange) => `• ${formatExchange(exchange, locale)}`),
  ].join('\n')
  return { text, blocks: [section(text)] }
}

/** What was done. */
export function exchangeDone(exchange: Exchange, { locale, today }: Audience): Message {
  const day = formatDate(Temporal.PlainDate.from(exchange.heldOn), locale, today)
  const text = say(locale, {
    zh: `:white_check_mark: 已交流${formatMonth(exchange.month, locale)}习作 ${exchange.essays} 篇，记为学习 *${exchange.recordId}*（${day}）。补充人员、时长：/study show ${exchange.recordId}；评优：/essay excellent ${exchange.month}`,
    en: `:white_check_mark: Exchanged ${plural(exchange.essays, 'essay')} of ${formatMonth(exchange.month, locale)}, logged as *${exchange.recordId}* (${day}). Add people or the duration: /study show ${exchange.recordId}; choose the best: /essay excellent ${exchange.month}`,
  })
  return { text, blocks: [section(text)] }
}

export function essayLine(
  essay: Pick<Essay, 'id' | 'title' | 'kind' | 'memberId'>,
  authors: ReadonlyMap<string, Member>,
  locale: Locale,
): string {
  const author = authors.get(essay.memberId)
  // In a long list the number is enough; a link may be as long as a whole section.
  const name = essayNamed({ ...essay, link: null })
  return `• ${name} · ${escapeText(author?.name ?? '–')} · ${formatKind(essay.kind, locale)}`
}

function formatExchange({ recordId, heldOn, essays }: Exchange, locale: Locale): string {
  return say(locale, {
    zh: `${heldOn} 已交流 ${essays} 篇（${recordId}）`,
    en: `${essays} exchanged on ${heldOn} (${recordId})`,
  })
}
