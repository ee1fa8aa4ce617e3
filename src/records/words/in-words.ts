import { type Locale, say } from '../../locale.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import { formatDate } from '../../time/clock.ts'
import { ALL_PARTS, labelled, type RecordPart } from './field-words.ts'
import { formatAttendance, formatDuration, kindOf, formatQuantities, type Catalog } from './view.ts'
import type { RecordDetails } from '../record/record.ts'

/** Who hears it, and what today is for them. */
export type Audience = { readonly locale: Locale; readonly today: Temporal.PlainDate }

/** Names shown before the rest becomes a number. */
const NAMES_SHOWN = 12

/** Kind, title, day and everything else that was given; nothing that was not. mrkdwn, people's text escaped. */
export function formatRecord(
  { record, catalog }: { readonly record: RecordDetails; readonly catalog: Catalog },
  audience: Audience,
): string {
  const lines = ALL_PARTS.filter((part) => part !== 'title').flatMap((part) => {
    const words = formatPart(part, record, catalog, audience)
    return words === '' ? [] : [labelled(part, words, audience.locale)]
  })
  return [`*${escapeText(record.title)}*`, ...lines].join('\n')
}

/** One part of a record as a person reads it, '' when it was not given. mrkdwn, people's text escaped. */
export function formatPart(
  part: RecordPart,
  record: RecordDetails,
  catalog: Catalog,
  audience: Audience,
): string {
  const { locale } = audience
  const comma = locale === 'zh' ? '、' : ', '
  switch (part) {
    case 'title':
      return escapeText(record.title)
    case 'kind': {
      const kind = kindOf(catalog, record.kindId)
      return escapeText((locale === 'zh' ? kind?.nameZh : kind?.nameEn) ?? record.kindId)
    }
    case 'date':
      return days(record, audience)
    case 'duration':
      return record.durationMin === null ? '' : formatDuration(record.durationMin, locale)
    case 'materials':
      return escapeText(record.materials.join(comma))
    case 'people':
      return people(record, catalog, locale)
    case 'headCount':
      return formatAttendance(record, locale)
    case 'quantities':
      return escapeText(formatQuantities(catalog, record, locale).join(comma))
    case 'place':
      return escapeText(record.place ?? '')
    case 'partner':
      return escapeText(record.partner ?? '')
    case 'note':
      return escapeText(fit(record.note ?? '', 600))
    case 'evidence':
      return evidence(record)
    default:
      return part satisfies never
  }
}

function evidence(record: Pick<RecordDetails, 'evidence'>): string {
  return record.evidence
    .map(({ url, title }) =>
      /^https?:\/\/[^\s<>|]+$/.test(url)
        ? `<${url}|${escapeText(fit(title || url, 60))}>`
        : escapeText(title),
    )
    .join(' ')
}

function days(record: Pick<RecordDetails, 'startsOn' | 'endsOn'>, audience: Audience): string {
  const startsOn = formatDate(Temporal.PlainDate.from(record.startsOn), audience.locale, audience.today)
  if (record.endsOn === record.startsOn) return startsOn
  return `${startsOn} – ${formatDate(Temporal.PlainDate.from(record.endsOn), audience.locale, audience.today)}`
}

function people(record: Pick<RecordDetails, 'people'>, catalog: Catalog, locale: Locale): string {
  const members = record.people.map((id) => catalog.members.get(id)).filter((member) => member !== undefined)
  const inOrder = members.sort((one, other) => one.name.localeCompare(other.name, 'zh'))
  const named = inOrder.slice(0, NAMES_SHOWN).map(mention)
  const more = record.people.length - named.length
  const list = named.join(locale === 'zh' ? '、' : ', ')
  return more > 0
    ? say(locale, { zh: `${list} 等 ${record.people.length} 人`, en: `${list} and ${more} more` })
    : list
}
