import { editsBetween } from '../names.ts'
import { countsOf } from './counts.ts'
import type { Remain, RemainKind } from './remain.ts'

export type { Remain, RemainKind } from './remain.ts'

const digits = '(?:\\d+|[〇零一二两三四五六七八九十百千万几数廿卅]{1,8})'
/** 3O, l.5, 3OO: a letter among digits. */
const disguised = '(?:(?<![a-z\\d])(?=[\\d.]*[oil])(?=[oil.]*\\d)[\\doil.]{2,8})'
const months =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|apr|aug|sept?|oct|nov|dec'
const weekdays = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday'
const feasts =
  '元旦|春节|元宵节?|清明节?|劳动节|端午节?|中秋节?|国庆节?|重阳节?|妇女节|青年节|儿童节|建党节|建军节|教师节|除夕|寒假|暑假|五一|十一|圣诞节?'
const englishFeasts =
  "new year(?:['’]s (?:day|eve))?|christmas(?: (?:day|eve))?|boxing day|easter(?: (?:sunday|monday))?|good friday|thanksgiving|halloween|bank holiday|ramadan|half[- ]term"

type Rule = { readonly kind: RemainKind; readonly pattern: RegExp }

const rules: readonly Rule[] = [
  // Days.
  rule(
    'date',
    `${digits}\\s?[年月]\\s?${digits}\\s?[日号曰]?|\\d{1,2}[日号曰](?![楼线院馆机车库门院])|${digits}月份`,
  ),
  rule(
    'date',
    '(?:上|本|这|下|前){1,2}(?:个)?(?:周|星期|礼拜|月|季度|旬|学期|半月|半年)(?:[一二三四五六日天末初底]|上旬|中旬|下旬)?|(?:周|星期|礼拜)[一二三四五六日天末]',
  ),
  rule(
    'date',
    '(?:大?前|昨|今|明|后)[天日夭晚早晨]|(?<!\\p{Script=Han})昨\\p{Script=Han}?(?!\\p{Script=Han})|月[初底末中](?:前|后|左右)?|[年季]底|[去前今]年(?!度)|前些天|年初|近日|日前|前几[天日]|上旬|中旬|下旬',
  ),
  rule('date', '第[一二三四1-4]季度|[上下]半年'),
  rule('date', `(?:${feasts})(?:节|期间|前后?|后|当天|假期|长假|放假)?`),
  rule('date', `(?<![\\p{L}\\d])(?:${englishFeasts})(?![\\p{L}\\d])`),
  rule(
    'date',
    `(?<![\\p{L}\\d])(?:yesterday|today|tomorrow|tonight|last year|this year|last night|(?:last|this|next|past|previous) (?:week|weekend|month|year|term|quarter|${weekdays})|weekend|${weekdays}|(?:in|during|since|early|late|mid)[- ](?:${months})|ago|the other day|recently|fortnight)(?![\\p{L}\\d])`,
  ),
  rule(
    'date',
    `(?<![\\p{L}\\d.])\\d{1,4}[/-]\\d{1,2}(?:[/-]\\d{1,4})?(?![\\p{L}\\d/])|(?<![\\p{L}\\d])(?:${months})\\.? \\d{1,2}(?:st|nd|rd|th)?(?![\\p{L}\\d])|(?<![\\p{L}\\d])\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${months})(?![\\p{L}\\d])`,
  ),
  // Lengths and hours.
  rule(
    'duration',
    `(?:${digits}|半|${disguised}|好几)(?:\\.\\d+)?\\s?个?(?:多|来|余)?\\s?个?半?(?:小时|钟头|分钟|学时|课时|刻钟)|个把(?:小时|钟头)|(?:一整?个?|整个?)(?:上午|下午|晚上|天)(?!\\p{Script=Han}(?<![，了]))|(?<![\\p{L}\\d])(?:the )?(?:whole|all) (?:day|morning|afternoon|evening)(?![\\p{L}\\d])|(?<![\\p{L}\\d])${digits}分(?![\\p{L}\\d])`,
  ),
  rule(
    'duration',
    `(?<![\\p{L}\\d])(?:\\d+(?:\\.\\d+)?|${disguised}|an?|half an?|couple of|few|several|\\p{L}+teen|\\p{L}+ty|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[- ]?(?:h|hrs?|hours?|hous|huors?|huors|m|mins?|minutes?|minuts?|mintues?)(?![\\p{L}\\d])|\\d+h${disguised}m`,
  ),
  rule(
    'clock',
    '(?<![\\d:：])\\d{1,2}[:：]\\d{2}(?![\\d:：])|(?<![第\\d.])\\d{1,2}[点时](?!\\p{Script=Han}(?<![半整到至分开]))|(?<![\\p{L}\\d])\\d{1,2}(?::\\d{2})? ?[ap]\\.?m(?![\\p{L}\\d])|(?<![\\p{L}\\d])(?:a quarter|quarter|half|five|ten|twenty|twenty-five) (?:past|to) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d{1,2})(?![\\p{L}\\d])|(?<![\\p{L}\\d])noon(?![\\p{L}\\d])',
  ),
  // People.
  rule(
    'heads',
    `(?<!第)(?:${digits}|${disguised}|若干|许多|好多|不少|众多)(?:多|来|余|几)?\\s?(?:个人|人次|人(?![\\p{Script=Han}](?<![参出到左以上在听与，]))|[名位](?!\\p{Script=Han}{0,1}[单额]))|(?:全体|全部|大半|半数|一半|多数)人`,
  ),
  rule(
    'heads',
    `(?<![\\p{L}\\d])(?:\\d+|${disguised}|\\p{L}+teen|\\p{L}+ty|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|half|most|many|some|several|few) (?:or so |of )?(?:the |our |us |them )?(?:people|peop\\p{L}+|poeple|pepole|peple|persons?|ppl|folks|of us|us|them|attendees|participants|colleagues|staff|volunteers|guests|players|runners|students|pupils|children|kids|teachers|parents|walkers|singers|helpers|trainees|delegates|visitors|employees|members|friends|neighbours|neighbors|engineers|leaders|riders|dancers|men|women|others|office|team|department|attended|present|turned up|joined|passed|completed|finished|registered|signed up|showed up|took part|volunteered|helped|ran|played|walked)(?![\\p{L}\\d])`,
  ),
  rule(
    'people',
    '(?<![\\p{L}\\d])(?:我|本人|我们|咱们)(?:参加|一个人|一人|都|也|去|到|组织了?|全部|几个|部门|科室|处室|办公室|这边)|(?<![\\p{L}\\d])(?:大家|全体|所有人|全员|全部人员|全室|全科|全处)(?![\\p{L}\\d])|(?<![\\p{L}\\d])(?:大家|全体)(?:都|均)',
  ),
  rule(
    'people',
    "(?<![\\p{L}\\d'])(?:me|myself|everyone|everybody|all of us|the whole (?:team|office)|we all|us all)(?![\\p{L}\\d'])",
  ),
  rule(
    'absence',
    '缺席|请假|未到(?![期位])|未参加|没来|没参加|没到|缺勤|(?<!\\p{Script=Han})除了?(?![夕草雪尘害险名法四旧湿冰锈垢])',
  ),
  rule(
    'absence',
    "(?<![\\p{L}\\d])(?:except|absent|excluding|did(?: not|n['’]t) (?:attend|come|join)|could(?: not|n['’]t) (?:attend|come|join)|on leave|off sick|apologies)(?![\\p{L}\\d])",
  ),
  // Numbers of things.
  rule(
    'money',
    `[£$€¥￥]\\s?\\d[\\d,.]*\\s?(?:k|万|千)?|(?<![第\\d])${digits}(?:万|亿)?(?:元|美元|欧元|块钱)|(?<![\\p{L}\\d])\\d[\\d,.]* ?(?:pounds|dollars|euros|yuan|rmb|usd|gbp|eur|quid)(?![\\p{L}\\d])`,
  ),
]

function rule(kind: RemainKind, source: string): Rule {
  return { kind, pattern: new RegExp(source, 'gu') }
}

/** Words that are told from their near misses: yesteday, Wedneday, Septmber. */
const exactWords =
  `yesterday tomorrow tonight weekend ${weekdays.replaceAll('|', ' ')} january february september october november december august`.split(
    ' ',
  )
const known = new Set([
  ...exactWords,
  'embers',
  'member',
  'remember',
  'sundry',
  'sundays',
  'fridays',
  'mondays',
])

/** What the free pieces of a text may still say, in order of the rules. Give lower case and one width. */
export function remainsOf(text: string): Remain[] {
  const found: Remain[] = []
  for (const { kind, pattern } of rules) {
    for (const match of text.matchAll(pattern)) {
      const [from, to] = [match.index, match.index + match[0].length]
      if (found.some((one) => one.from < to && from < one.to)) continue
      found.push({ from, to, kind, isAlone: isAlone(text, from, to) })
    }
  }
  const others = [...countsOf(text), ...nearMisses(text)]
  return [
    ...found,
    ...others.filter((other) => !found.some((one) => one.from < other.to && other.from < one.to)),
  ]
}

function isAlone(text: string, from: number, to: number): boolean {
  return !/[\p{L}\d]/u.test(text.charAt(from - 1)) && !/[\p{L}\d]/u.test(text.charAt(to))
}

/** Words one slip of the pen away from the name of a day or a month. */
function nearMisses(text: string): Remain[] {
  const found: Remain[] = []
  for (const match of text.matchAll(/(?<![\p{L}\d'])[a-z]{6,12}(?![\p{L}\d'])/gu)) {
    const word = match[0]
    if (known.has(word)) continue
    const isNear = exactWords.some(
      (exact) =>
        Math.abs(exact.length - word.length) <= 1 &&
        exact.charAt(0) === word.charAt(0) &&
        editsBetween(word, exact) === 1 &&
        word !== `${exact}s`,
    )
    if (isNear) found.push({ from: match.index, to: match.index + word.length, kind: 'date', isAlone: true })
  }
  return found
}
