import { FieldIssues } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import type { RecordDetails } from './record.ts'

/** Longest that a stored text may be, in UTF-16 units: what a Slack form field takes. */
const LONGEST_TITLE = 300
const LONGEST_TEXT = 3000
const MINUTES_A_DAY = 24 * 60

/**
 * Refuses what cannot be true, each fault at its field: a day to come, an end before the start, more than
 * 24 hours a day, nobody there, a quantity below zero. Throws FieldIssues.
 */
export function checkDetails(details: RecordDetails, today: Temporal.PlainDate): void {
  const fields: Record<string, LocalizedText> = {}
  const startsOn = Temporal.PlainDate.from(details.startsOn)
  const endsOn = Temporal.PlainDate.from(details.endsOn)
  if (Temporal.PlainDate.compare(startsOn, today) > 0) {
    fields['date'] = {
      zh: `${details.startsOn} 还没有到（今天是 ${today.toString()}）。请填已经发生的日期。`,
      en: `${details.startsOn} is still to come (today is ${today.toString()}). Give a day that has passed.`,
    }
  } else if (Temporal.PlainDate.compare(endsOn, today) > 0) {
    fields['endDate'] = {
      zh: `结束日期 ${details.endsOn} 还没有到（今天是 ${today.toString()}）。`,
      en: `The end ${details.endsOn} is still to come (today is ${today.toString()}).`,
    }
  }
  if (Temporal.PlainDate.compare(endsOn, startsOn) < 0) {
    fields['endDate'] = {
      zh: `结束日期 ${details.endsOn} 早于开始日期 ${details.startsOn}。`,
      en: `The end ${details.endsOn} is before the start ${details.startsOn}.`,
    }
  }
  const days = startsOn.until(endsOn, { largestUnit: 'days' }).days + 1
  if (details.durationMin !== null && details.durationMin > MINUTES_A_DAY * Math.max(1, days)) {
    fields['duration'] = {
      zh: `${details.durationMin} 分钟超过了 ${Math.max(1, days)} 天。请核对时长。`,
      en: `${details.durationMin} minutes is more than ${Math.max(1, days)} day(s). Check the duration.`,
    }
  }
  if (details.headCount !== null && (details.headCount.value < 1 || details.headCount.value > 1_000_000)) {
    fields['headCount'] = {
      zh: `人数 ${details.headCount.value} 不对。请填 1 到 1000000，没有就留空。`,
      en: `A head count of ${details.headCount.value} cannot be right. Give 1 to 1000000, or leave it empty.`,
    }
  }
  for (const field of ['expected', 'excused'] as const) {
    const value = details[field]
    if (value !== null && !(value >= 0 && value <= 1_000_000)) {
      fields[field] = {
        zh: `${value} 不对。请填 0 到 1000000，没有就留空。`,
        en: `${value} cannot be right. Give 0 to 1000000, or leave it empty.`,
      }
    }
  }
  const { expected, excused } = details
  if (expected !== null && excused !== null && excused > expected) {
    fields['excused'] = {
      zh: `请假 ${excused} 人，多于应到的 ${expected} 人。`,
      en: `${excused} excused is more than the ${expected} expected.`,
    }
  }
  if (details.quantities.some(({ value }) => value < 0)) {
    fields['quantities'] = { zh: '数量不能小于 0。', en: 'A quantity cannot be below 0.' }
  }
  checkLengths(details, fields)
  if (Object.keys(fields).length > 0) throw new FieldIssues(fields)
}

function checkLengths(details: RecordDetails, fields: Record<string, LocalizedText>): void {
  if (details.title === '') {
    fields['title'] = {
      zh: '请写上标题，例如 学习二十大报告。',
      en: 'Give it a title, like "Reading of the annual plan".',
    }
  }
  if (details.title.length > LONGEST_TITLE) {
    fields['title'] = {
      zh: `标题有 ${details.title.length} 个字，最多 ${LONGEST_TITLE} 个。请缩短，其余写在备注里。`,
      en: `The title has ${details.title.length} characters; ${LONGEST_TITLE} at most. Shorten it and put the rest in the note.`,
    }
  }
  for (const [field, text] of [
    ['note', details.note],
    ['place', details.place],
    ['partner', details.partner],
    ['materials', details.materials.join('\n')],
  ] as const) {
    if ((text?.length ?? 0) > LONGEST_TEXT) {
      fields[field] = {
        zh: `有 ${text?.length ?? 0} 个字，最多 ${LONGEST_TEXT} 个。`,
        en: `has ${text?.length ?? 0} characters; ${LONGEST_TEXT} at most.`,
      }
    }
  }
}
