import { type Locale, say } from '../../locale.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import { dateInWords } from '../../time/clock.ts'
import { ALL_PARTS, labelled, type RecordPart } from './field-words.ts'
import { durationInWords, headCountInWords, kindOf, quantitiesInWords, type RecordWordsBook } from './view.ts'
import type { RecordDetails } from '../record/record.ts'

/** Who hears it, and what today is for them. */
export type Ear = { readonly locale: Locale; readonly today: Temporal.PlainDate }

/** Names shown before the rest becomes a number. */
const NAMES_SHOWN = 12

/** Kind, title, day and everything else that was given; nothing that was not. mrkdwn, people's text escaped. */
export function recordInWords(
  { record, book }: { readonly record: RecordDetails; readonly book: RecordWordsBook },
  ear: Ear,
): string {
  const lines = ALL_PARTS.filter((part) => part !== 'title').flatMap((part) => {
    const words = partInWords(part, record, book, ear)
    return words === '' ? [] : [labelled(part, words, ear.locale)]
  })
  return [`*${escapeText(record.title)}*`, ...lines].join('\n')
}

/** One part of a record as a person reads it, '' when it was not given. mrkdwn, people's text escaped. */
export function partInWords(
  part: RecordPart,
  record: RecordDetails,
  book: RecordWordsBook,
  ear: Ear,
): string {
  const { locale } = ear
  const comma = locale === 'zh' ? '、' : ', '
  switch (part) {
    case 'title':
      return escapeText(record.title)
    case 'kind': {
      const kind = kindOf(book, record.kindId)
      return escapeText((locale === 'zh' ? kind?.nameZh : kind?.nameEn) ?? record.kindId)
    }
    case 'date':
      return days(record, ear)
    case 'duration':
      return record.durationMin === null ? '' : durationInWords(record.durationMin, locale)
    case 'materials':
      return escapeText(record.materials.join(comma))
    case 'people':
      return people(record, book, locale)
    case 'headCount':
      return record.headCount === null ? '' : headCountInWords(record.headCount, locale)
    case 'quantities':
      return escapeText(quantitiesInWords(book, record, locale).join(comma))
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

function days(record: Pick<RecordDetails, 'startsOn' | 'endsOn'>, ear: Ear): string {
  const startsOn = dateInWords(Temporal.PlainDate.from(record.startsOn), ear.locale, ear.today)
  if (record.endsOn === record.startsOn) return startsOn
  return `${startsOn} – ${dateInWords(Temporal.PlainDate.from(record.endsOn), ear.locale, ear.today)}`
}

function people(record: Pick<RecordDetails, 'people'>, book: RecordWordsBook, locale: Locale): string {
  const members = record.people.map((id) => book.members.get(id)).filter((member) => member !== undefined)
  const inOrder = members.sort((one, other) => one.name.localeCompare(other.name, 'zh'))
  const named = inOrder.slice(0, NAMES_SHOWN).map(mention)
  const more = record.people.length - named.length
  const list = named.join(locale === 'zh' ? '、' : ', ')
  return more > 0
    ? say(locale, { zh: `${list} 等 ${record.people.length} 人`, en: `${list} and ${more} more` })
    : list
}
