import { notStored } from '../../storage-words.ts'
import { readableText } from '../../slack/mrkdwn.ts'
import type { LocalizedText } from '../../locale.ts'
import type { FormField } from '../words/field-words.ts'
import type { FormStart } from './start.ts'
import { partsOfDay } from '../line/dates/hours.ts'
import type { QuickQuestion, QuickRecord } from '../line/words/reading.ts'

/** What a form asks about a line: every question with what can be chosen, the nearest kinds, and what found no place. */
export function askedBy(
  quick: Pick<QuickRecord, 'questions' | 'unplaced'>,
): Pick<FormStart, 'questions' | 'nearKinds' | 'asked'> {
  const kinds = quick.questions.filter(({ field }) => field === 'kind')
  const left = leftOver(quick)
  const asked: Partial<Record<FormField, LocalizedText>> = {}
  for (const question of quick.questions) {
    if (question.field !== 'links') asked[question.field] ??= formatQuestion(question)
  }
  return {
    asked,
    questions: [...quick.questions.map(formatQuestion), ...(left === null ? [] : [left])],
    nearKinds: [...new Set(kinds.flatMap(({ candidates = [] }) => candidates.map(({ value }) => value)))],
  }
}

/** A question with its answers, where there are several. A kind's are also the first to choose from. */
export function formatQuestion({ field, reason, candidates = [] }: QuickQuestion): LocalizedText {
  if (candidates.length < (field === 'kind' ? 1 : 2)) return reason
  const options = (locale: 'zh' | 'en') =>
    candidates.map(({ label }) => label[locale]).join(locale === 'zh' ? '、' : ', ')
  return field === 'kind'
    ? { zh: `${reason.zh}相近的有：${options('zh')}。`, en: `${reason.en} Nearest: ${options('en')}.` }
    : { zh: `${reason.zh}可选：${options('zh')}。`, en: `${reason.en} Choices: ${options('en')}.` }
}

const partOfDayAlone = new RegExp(`^(?:${partsOfDay}|(?:in the )?(?:morning|afternoon|evening))$`, 'iu')

/** What was understood and has no field, as 下午3点, or was not read; null when there is nothing worth saying. */
export function leftOver({ unplaced }: Pick<QuickRecord, 'unplaced'>): LocalizedText | null {
  const words = unplaced
    .map(({ text }) => readableText(text).trim())
    .filter((text) => text !== '' && !partOfDayAlone.test(text))
    .map((text) => `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`)
  if (words.length === 0) return null
  const shown = words.slice(0, 3)
  return {
    zh: `没有哪一项可以放，${notStored.leftOver.zh}：${shown.join('、')}${words.length > 3 ? ' 等' : ''}`,
    en: `Belongs to no field and ${notStored.leftOver.en}: ${shown.join(', ')}${words.length > 3 ? ' and more' : ''}`,
  }
}
