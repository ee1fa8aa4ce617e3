import { readNumberAt } from '../numbers/grammar.ts'
import { readUnitAt } from '../units.ts'
import type { Remain } from './remain.ts'

/** Counters behind which a number of things is meant; 年, 次, 个, 条 and the like stand in titles as often. */
const things =
  /^(?:棵|株|盆|吨|公斤|千克|斤|克|袋|箱|包|瓶|盒|桶|捆|车|本|册|份|篇|条|幅|张|件|套|台|辆|块|面|户|家|处|亩|公里|千米|平方米|立方米|期|期刊|批次|人次|户次|场次|升|米|元|万元|枚|支|束|只|头|双|桌|把|副|顶|床|封|人份|扇|朵|颗|棒|串|篮|碗|份餐|余份)$/

/** 2千5册, 12,00册, 3OO册, 数百册: what begins like a number of things, whatever is wrong with it. */
const broken =
  /(?<![\p{L}\d](?<![\p{Script=Han}])|第)(?:\d[\doil]*[.,，]?\s?[\d.,，oil百千万]*\d?|[几数][十百千万]+|若干(?=[册份本棵袋箱件])|(?:好几|几|数)(?=[册份本棵袋箱件条篇])|\d+[oil]+)(?:余|多|来)?\s?(?:册|份|本|篇|条|块|个|棵|吨|袋|箱|件|套|张|幅|户|人次)/gu

/** 阅读量4300, 2400ml. */
const measured =
  /(?:量|数|率|额|值|点击|阅读|播放)\s?[:：为达约]?\s?(\d[\d,.]*)(?![\d\p{L}%])|(?<![\p{L}\d.])\d[\d.,]* ?(?:ml|kg|litres?|liters?|tonnes?|tons)(?![a-z])/gu

/** around 150, down by 45, 80 printed: numbers that some deed changes or leaves open. */
const deeds =
  /(?<![\p{L}\d])(?:around|about|roughly|over|nearly|almost|(?:down|up|dropped|rose|fell|increased|decreased|grew|gained|lost) (?:by )?) ?\d[\d,]*(?![\d\p{L}%:])|(?<![\p{L}\d.,:-])\d+(?:,\d{3})* (?:printed|handed|given|published|posted|issued|distributed|donated|sold|returned|written|collected|planted|delivered)(?![\p{L}\d])/gu

/** 发了不少, gave away some: a number is meant and none is given. */
const vague =
  /(?<=[发印赠送制做写种捐])了(?:一些|不少|许多|很多|好多|若干|大量|一批)|(?<![\p{L}\d])(?:printed|issued|gave away|posted|published|made|handed out|distributed|planted|donated) (?:some|many|lots of|plenty of|a lot of|a number of)(?![\p{L}\d])/gu

/** Free-standing counts before a noun nobody knows: 12 tweets, two podcasts, 45 coats. */
const english =
  /(?<![\p{L}\d.,:/#&-]|[a-z] (?<=(?:chapter|part|section|unit|no|number|room|phase|version|level|grade|class|step|stage|lesson|article|module|week|day|volume|book|act|form|route|line|bus|platform|group|team|top|page|item|episode|session|round|season|year|windows|covid|iso|since) ))(\d[\d,]*(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|a dozen|dozens of|hundreds of|several|a few|a couple of) ((?:[a-z][a-z'-]+ ){0,2}[a-z][a-z'-]*[a-z])(?![\p{L}\d])/gu

/** Nouns that a number belongs to in names, not in counts. */
const noCount =
  /^(?:in|of|on|at|for|to|and|or|by|with|is|as|the|things|ways|tips|steps|rules|reasons|points|years|days|weeks|months|habits|whys|pillars|goals|questions|principles|ideas|lessons|stages|phases|years? plan|year|day|week|month|star|step|point|part|tier|level|way|th|st|nd|rd|basics|essentials|rollout|training|upgrade|review|plan|planning|budget|report|strategy|results?|update|edition|standard|compliance|audit|support|migration|project|programme|program|course|launch|census|olympics|world|cup|election|campaign|am|pm|o'clock)(?:$| )/

/** Numbers of things left in the words of a title. Give lower case and one width. */
export function countsOf(free: string): Remain[] {
  const found: Remain[] = []
  const add = (from: number, to: number): void => {
    if (!found.some((one) => one.from < to && from < one.to))
      found.push({ from, to, kind: 'amount', isAlone: true })
  }
  for (const match of free.matchAll(broken)) add(match.index, match.index + match[0].length)
  for (const match of free.matchAll(vague)) add(match.index, match.index + match[0].length)
  for (const match of free.matchAll(deeds)) add(match.index, match.index + match[0].length)
  for (const match of free.matchAll(measured)) add(match.index, match.index + match[0].length)
  for (const match of free.matchAll(english)) {
    const [, number = '', noun = ''] = match
    // Calls to 30 retirees: whom it was for, and part of what was done.
    if (/\b(?:to|for) $/.test(free.slice(Math.max(0, match.index - 5), match.index))) continue
    // 4 broken, 3 more than: a number that begins its piece counts something, whatever the noun is.
    const begins = /^\d/.test(number) && /(?:^|[,，;；:\u0000])\s*$/u.test(free.slice(0, match.index))
    // 12345 hotline is a name, 10,000 steps are counted.
    const isNamed = noCount.test(noun) && !number.includes(',')
    if (isNamed || (!isPlural(noun) && !begins) || isYear(number) || /^\d{5,}$/.test(number)) continue
    add(match.index, match.index + match[0].length)
  }
  for (let at = 0; at < free.length; at++) {
    if (
      !/[\d二两三四五六七八九十百千万廿卅]/.test(free.charAt(at)) ||
      /[\d.第〇零一二两三四五六七八九十百千万]/.test(free.charAt(at - 1))
    )
      continue
    const number = readNumberAt(free, at)
    const unit = number === null || number.share ? null : readUnitAt(free, number.end)
    if (number === null || unit === null || number.value < 2) continue
    const isGlued = /\p{Script=Han}/u.test(free.charAt(unit.end))
    const isCounted = isGlued ? free.charAt(at - 1) === '了' || /^\d/.test(free.slice(at)) : true
    if ((things.test(unit.unit) || (unit.unit === '个' && isGlued)) && isCounted) add(at, unit.end)
    at = number.end
  }
  return found
}

function isPlural(noun: string): boolean {
  return noun.split(' ').some((word) => /[a-z]{2}s$/.test(word) && !/(?:ss|us|is)$/.test(word))
}

function isYear(number: string): boolean {
  return /^(?:19|20)\d\d$/.test(number)
}
