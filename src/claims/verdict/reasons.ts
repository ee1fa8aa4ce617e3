import type { LocalizedText } from '../../locale.ts'
import type { Amount } from '../../text/numbers/approximation.ts'
import { countInWords, type UnitWords } from '../claim/unit-words.ts'
import { plainFigure } from '../../text/numbers/write-number.ts'
import type { FigureSpan } from '../scan/span.ts'

/** A claim as a reason says it. */
type Fact = {
  readonly label: LocalizedText
  readonly value: number
  readonly unit: string
  readonly unitWords?: UnitWords
}

const one = ({ value, unit, unitWords }: Fact): LocalizedText => ({
  zh: `${plainFigure(value)}${unit}`,
  en:
    unitWords === undefined
      ? `${plainFigure(value, 'en')}${/^[a-z]/i.test(unit) ? ' ' : ''}${unit}`
      : countInWords(value, unitWords, 'en'),
})

const approximations: Readonly<Record<Amount['approximation'], LocalizedText>> = {
  exact: { zh: '与记录相同', en: 'the same as the records' },
  above: { zh: '记录在“余”的范围内', en: 'the records are within what “over” allows' },
  nearly: { zh: '记录在“近”的范围内', en: 'the records are within what “nearly” allows' },
  about: { zh: '记录在“约”的范围内', en: 'the records are within what “about” allows' },
  atLeast: { zh: '记录不少于此数', en: 'the records are no fewer' },
  moreThan: { zh: '记录多于此数', en: 'the records are more' },
  atMost: { zh: '记录不超过此数', en: 'the records are no more' },
  lessThan: { zh: '记录接近而未到此数', en: 'the records are just below' },
  range: { zh: '记录在此范围内', en: 'the records are within the range' },
}

/** Every reason the verifier gives for a span, in both languages. */
export const reasons = {
  matches: (amount: Amount, fact: Fact): LocalizedText => {
    const how = approximations[amount.approximation]
    return {
      zh: `${how.zh}：${fact.label.zh} ${one(fact).zh}。`,
      en: `${how.en}: ${fact.label.en} ${one(fact).en}.`,
    }
  },
  conflict: (span: FigureSpan, fact: Fact): LocalizedText => ({
    zh: `这句话说的是${fact.label.zh}，与记录不符：文中为“${span.text}”。`,
    en: `The sentence tells ${fact.label.en}, and the records do not say “${span.text}”.`,
  }),
  otherWords: (span: FigureSpan, fact: Pick<Fact, 'label'>, words: string): LocalizedText => ({
    zh: `“${span.text}”取自${fact.label.zh}，而句中有“${words}”。`,
    en: `“${span.text}” comes from ${fact.label.en}, while its sentence says “${words}”.`,
  }),
  lacksWords: (span: FigureSpan, fact: Pick<Fact, 'label'>): LocalizedText => ({
    zh: `“${span.text}”取自${fact.label.zh}，而句中没有说到这一点。`,
    en: `“${span.text}” comes from ${fact.label.en}, which its sentence does not tell.`,
  }),
  proposed: (span: FigureSpan, fact: Fact): LocalizedText => ({
    zh: `“${span.text}”与${fact.label.zh}相符；请确认说的就是它。`,
    en: `“${span.text}” fits ${fact.label.en}; please confirm that this is meant.`,
  }),
  unsupported: (span: FigureSpan, candidates: readonly Fact[] = []): LocalizedText => {
    const may = (locale: 'zh' | 'en') => candidates.map(({ label }) => label[locale])
    return {
      zh: `未能追溯“${span.text}”${candidates.length === 0 ? '' : `；或许是${may('zh').join('、')}`}。`,
      en: `“${span.text}” is not traced${candidates.length === 0 ? '' : `; it may be ${may('en').join(', ')}`}.`,
    }
  },
  worked: (fact: Fact): LocalizedText => ({
    zh: `由记录算得：${fact.label.zh} ${one(fact).zh}。`,
    en: `Worked out from the records: ${fact.label.en} ${one(fact).en}.`,
  }),
  derived: (formula: string): LocalizedText => ({
    zh: `由记录算得：${formula}。`,
    en: `Worked out from the records: ${formula}.`,
  }),
  notTheSum: (text: string, formula: string): LocalizedText => ({
    zh: `“${text}”不是以上各项之和：${formula}。`,
    en: `“${text}” is not the sum of those above: ${formula}.`,
  }),
  dateDoubtful: (ids: readonly string[]): LocalizedText => ({
    zh: `这一天有记录 ${ids.slice(0, 5).join('、')}；句中的词没有说明是它。`,
    en: `Record ${ids.slice(0, 5).join(', ')} is of that day; no word of the sentence says that it is meant.`,
  }),
  dateStands: (ids: readonly string[]): LocalizedText => ({
    zh: ids.length === 0 ? '在本期之内。' : `见记录 ${ids.slice(0, 5).join('、')}。`,
    en: ids.length === 0 ? 'Within the period.' : `As in record ${ids.slice(0, 5).join(', ')}.`,
  }),
  dateOutside: (text: string, period: string): LocalizedText => ({
    zh: `“${text}”不在 ${period} 之内，记录中也没有。`,
    en: `“${text}” is outside ${period}, and no record has it.`,
  }),
  dateWithoutRecord: (text: string): LocalizedText => ({
    zh: `“${text}”没有记录。`,
    en: `No record is dated “${text}”.`,
  }),
  dateElsewhere: (text: string, ids: readonly string[]): LocalizedText => ({
    zh: `“${text}”的记录说的是别的事；文中所说之事见记录 ${ids.slice(0, 3).join('、')}。`,
    en: `The records of “${text}” tell of something else; what the text tells is in ${ids.slice(0, 3).join(', ')}.`,
  }),
  time: (text: string): LocalizedText => ({
    zh: `记录中没有时刻“${text}”。`,
    en: `No record has the time “${text}”.`,
  }),
} as const
