import type { LocalizedText } from '../../locale.ts'
import type { Amount } from '../../text/numbers/approximation.ts'
import type { Fact } from '../facts/fact.ts'
import type { FigureSpan } from '../scan/span.ts'

const one = (fact: Fact): string => `${fact.value}${/^[a-z]/i.test(fact.unit) ? ' ' : ''}${fact.unit}`

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
    return { zh: `${how.zh}：${fact.label} ${one(fact)}。`, en: `${how.en}: ${fact.label} ${one(fact)}.` }
  },
  fewWords: (amount: Amount, fact: Fact): LocalizedText => {
    const how = approximations[amount.approximation]
    return {
      zh: `${how.zh}：${fact.label} ${one(fact)}；旁边的词只部分相符，请看一眼。`,
      en: `${how.en}: ${fact.label} ${one(fact)}; the words beside it fit only in part, have a look.`,
    }
  },
  numberAlone: (_amount: Amount, fact: Fact): LocalizedText => ({
    zh: `只有${fact.label}是 ${one(fact)}；旁边没有词指明，请看一眼。`,
    en: `Only ${fact.label} is ${one(fact)}; no words beside it say so, have a look.`,
  }),
  conflict: (span: FigureSpan, fact: Fact): LocalizedText => ({
    zh: `旁边的词指${fact.label}，记录为 ${one(fact)}，文中为“${span.text}”。`,
    en: `The words name ${fact.label}: the records say ${one(fact)}, the text says “${span.text}”.`,
  }),
  otherUnit: (span: FigureSpan, fact: Fact): LocalizedText => ({
    zh: `${fact.label}的单位是“${fact.unit}”，文中为“${span.text}”。`,
    en: `${fact.label} is counted in “${fact.unit}”, the text says “${span.text}”.`,
  }),
  planned: (span: FigureSpan, fact: Fact): LocalizedText => ({
    zh: `“${span.text}”说的是打算，不是本期的${fact.label}。`,
    en: `“${span.text}” is a plan, not this period's ${fact.label}.`,
  }),
  otherForm: (span: FigureSpan, fact: { readonly label: string } | null): LocalizedText => ({
    zh: `“${span.text}”数值无误${fact === null ? '' : `（${fact.label}）`}，但写法与同类数字不同（GB/T 15835—2011：同一功能的数字用同一种形式）。`,
    en: `“${span.text}” has the right value${fact === null ? '' : ` (${fact.label})`} in another form than the figures like it; one form for numbers with one function.`,
  }),
  unsupported: (span: FigureSpan): LocalizedText => ({
    zh: `记录中没有可以说明“${span.text}”的数据。`,
    en: `Nothing in the records accounts for “${span.text}”.`,
  }),
  recordFigure: (ids: readonly string[], said: string): LocalizedText => ({
    zh: `记录 ${ids.join('、')} 所记：${said}。`,
    en: `As record ${ids.join(', ')} has it: ${said}.`,
  }),
  derived: (formula: string): LocalizedText => ({
    zh: `由记录算得：${formula}。`,
    en: `Worked out from the records: ${formula}.`,
  }),
  notTheSum: (text: string, formula: string): LocalizedText => ({
    zh: `“${text}”不是以上各项之和：${formula}。`,
    en: `“${text}” is not the sum of those above: ${formula}.`,
  }),
  otherScope: (fact: Fact, scope: string, value: number): LocalizedText => ({
    zh: `${fact.label}在${scope}为 ${value}${fact.unit}，全期为 ${one(fact)}。`,
    en: `${fact.label} is ${value} ${fact.unit} in ${scope}; ${one(fact)} is the whole period's.`,
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
