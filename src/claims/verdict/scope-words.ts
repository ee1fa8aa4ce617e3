import type { LocalizedText } from '../../locale.ts'

/** A word that claims more than counts can show, in the text from `start` to `end` of the plain text. */
export type ScopeWord = {
  readonly kind: 'scope' | 'trend'
  readonly start: number
  readonly end: number
  readonly reason: LocalizedText
}

const scope =
  /全体|全员|(?<!未)全部|所有(?!制)|首次|首个|首创|率先|均(?=[已达为参按有能在])|全覆盖|无一|从未|历年|历次|一律|每(?:名|位|个|次|月|周|季度)(?!日一|一课|均)|唯一|最(?:高|多|大|好|早)|全年(?=坚持|保持|持续|均|都|不间断|无)|(?:并|荣|均|先后)?获(?=奖|评|得|表彰|通报)|荣获|\b(?:(?<!\b(?:in|above|after|at|of) )all|every|everyone|everybody|entire|whole|first-ever|first time|for the first|never|none|always|without exception|each and every|only one|unprecedented|highest|largest|monthly|weekly|award-winning|won)\b|\bthe first\b/g
const trend =
  /(?:大幅|显著|明显|稳步|持续|逐年|同比|环比|不断)?(?:增长|增加|上升|提升(?!小组|班|工程|行动|年|活动|培训|计划)|提高|下降|减少|降低|翻番|翻了?一?[番倍两]|倍增|创新高|再创新高|超过去年|优于去年)|同比|环比|比上年|较上年|比去年|较去年|\b(?:grew|grown|growing|growth|increased?|rose|risen|rising|doubled|tripled|improved|surged|soared|fell(?! (?:to|on|within|under|into) (?:the|a|us|me|him|her|them)\b)|fallen|decreased?|declined?|dropped|reduced|record high|year[- ]on[- ]year|compared with last year|than last year|(?:up|down) (?:(?:significantly|sharply|slightly|markedly|steadily) )?(?:from|on) (?:last|the previous|a year|\d)|up from|down from|more and more)\b/g

const scopeReason: LocalizedText = {
  zh: '范围或首次之说，数据不能自证，请核对。',
  en: 'A claim of scope that figures alone do not show; please check it.',
}
const trendReason: LocalizedText = {
  zh: '趋势之说，需有上期数据，请核对。',
  en: 'A claim of trend needs an earlier period to compare with; please check it.',
}

/** Scope words (全体, 首次, 均, all, first, every) and trends (增长, 翻番, grew, doubled) of a plain text, in order. */
export function findScopeWords(plain: string): readonly ScopeWord[] {
  const found = (kind: ScopeWord['kind'], pattern: RegExp, reason: LocalizedText): readonly ScopeWord[] =>
    [...plain.matchAll(pattern)].map((match) => ({
      kind,
      start: match.index,
      end: match.index + match[0].length,
      reason,
    }))
  return [...found('scope', scope, scopeReason), ...found('trend', trend, trendReason)].sort(
    (a, b) => a.start - b.start,
  )
}
