import type { Ledger, RecordWords } from '../facts/fact.ts'
import type { Days, PlainClaim, Stem } from '../claim/claim.ts'
import type { Placed, Sentence } from '../read/sentence.ts'
import type { Named } from '../read/names.ts'
import type { Time } from '../read/period.ts'
import { plainText } from '../../text/normalise.ts'

/** The records as far as a text names them one by one: by day, by title, by what was studied. */
export type RecordIndex = {
  /** What each record of the days in force says of itself. */
  onDay(time: Time): readonly PlainClaim[]
  /** The same of records whose title stands in the sentence, or most of its words. */
  named(sentence: Sentence, place: Placed): readonly PlainClaim[]
  /** The same of the records of a month that are of a kind named. */
  ofKinds(time: Time, names: readonly Named[]): readonly PlainClaim[]
  within(days: Days): readonly RecordWords[]
  /** How many telling words the sentence shares with a record. */
  shared(telling: ReadonlySet<string>, record: RecordWords): number
}

/** Pairs and words that office prose has everywhere: they name nothing. */
const common = new Set(
  `开展 组织 进行 工作 活动 全年 年度 本年 其中 累计 合计 总计 通过 参加 认真 积极 深入 扎实 推进 加强 党员 干部 机关 单位 全体 我们 以及 同时 先后 已经 达到 完成 举办 召开 关于 精神 重要 建设 次数 人数 数量 总数 会议 服务 学习 the and for with from this that were was has have had year total number count sum records record their its our office work activity activities session sessions people times during over more than all each part took held out`.split(
    /\s+/,
  ),
)

export function recordIndex(ledger: Ledger): RecordIndex {
  const bags = new Map<RecordWords, ReadonlySet<string>>()
  const bagOf = (record: RecordWords): ReadonlySet<string> => {
    const known = bags.get(record) ?? tellingWords(plainText(record.texts.join('\n')).plain)
    bags.set(record, known)
    return known
  }
  const shared = (telling: ReadonlySet<string>, record: RecordWords): number => {
    let count = 0
    for (const word of bagOf(record)) if (telling.has(word)) count++
    return count
  }
  const measured = ledger.records.filter(({ figures }) => figures.length > 0)
  const titles = measured
    .map((record) => ({ record, title: plainText(record.texts[0] ?? '').plain }))
    .filter(({ title }) => title.length >= 4)
  const byDay = new Map<string, RecordWords[]>()
  const told = new WeakMap<Sentence, readonly PlainClaim[]>()
  for (const record of measured) byDay.set(record.startsOn, [...(byDay.get(record.startsOn) ?? []), record])
  return {
    onDay: ({ days }) =>
      days === null
        ? []
        : [...new Set([...(byDay.get(days.from) ?? []), ...(byDay.get(days.to) ?? [])])].flatMap(claimsOf),
    named: (sentence, place) => {
      const numbered = numberBefore(sentence, place)
      const known = told.get(sentence)
      if (numbered === null && known !== undefined) return known
      const shares = tellingWords(sentence.plain)
      if (numbered !== null) {
        const own = titles.filter(
          ({ title, record }) => title.includes(numbered) && shared(shares, record) > 1,
        )
        return own.slice(0, 3).flatMap(({ record }) => claimsOf(record))
      }
      const titled = titles.filter(({ title }) => sentence.plain.includes(title)).map(({ record }) => record)
      const own = (titled.length > 0 ? titled.slice(0, 12) : bestTold(shares, measured, shared)).flatMap(
        claimsOf,
      )
      told.set(sentence, own)
      return own
    },
    ofKinds: ({ days }, names) => {
      const kinds = new Set(names.flatMap(({ means }) => means.flatMap(({ name }) => name ?? [])))
      const own = measured.filter(
        ({ startsOn, texts }) =>
          days !== null &&
          startsOn >= days.from &&
          startsOn <= days.to &&
          texts.some((text) => kinds.has(text)),
      )
      return own.slice(0, 8).flatMap(claimsOf)
    },
    within: ({ from, to }) =>
      ledger.records.filter(({ startsOn, endsOn }) => startsOn <= to && endsOn >= from),
    shared,
  }
}

/** The one or two records of which the words tell most, if they tell enough. */
function bestTold(
  telling: ReadonlySet<string>,
  records: readonly RecordWords[],
  shared: RecordIndex['shared'],
): readonly RecordWords[] {
  if (telling.size < 4) return []
  let [best, most]: [RecordWords[], number] = [[], 3]
  for (const record of records) {
    const rate = shared(telling, record)
    if (rate > most) [best, most] = [[record], rate]
    else if (rate === most && most > 3) best.push(record)
  }
  return best.length <= 2 ? best : []
}

/** 第2期 before 519册, after the figure before it: as titles have it. */
function numberBefore({ plain, figures, from }: Sentence, place: Placed): string | null {
  const start = figures.findLast(({ to }) => to <= place.from)?.to ?? from
  const said = /第\s*(\d+)\s*([期批次届场])|\b(?:issue|batch|no\.?|number) ?(\d+)/.exec(
    plain.slice(start - from, place.from - from),
  )
  return said === null ? null : said[1] === undefined ? `第${said[3]}` : `第${said[1]}${said[2]}`
}

/** Everything that one record says of itself. */
function claimsOf({ id, figures, texts }: RecordWords): PlainClaim[] {
  const one = (stem: Stem, measure?: string): PlainClaim => ({
    stem,
    name: id,
    days: null,
    scope: measure === undefined ? {} : { measure },
  })
  return figures.map(({ unit, names }) =>
    texts.includes(names[0] ?? '')
      ? one(unit === '分钟' ? 'record.minutes' : unit === '小时' ? 'record.hours' : 'record.people')
      : one('record.quantity', names[0] ?? ''),
  )
}

/** Neighbouring pairs of Chinese characters, and English words of three letters and more without their plural s. */
export function tellingWords(plain: string): ReadonlySet<string> {
  const words = new Set<string>()
  for (const [run] of plain.matchAll(/[\u3400-\u9fff]+|[a-z]{3,}/g)) {
    if (/[a-z]/.test(run.charAt(0))) words.add(run.length > 3 ? run.replace(/s$/, '') : run)
    else for (let i = 0; i + 1 < run.length; i++) words.add(run.slice(i, i + 2))
  }
  for (const word of common) words.delete(word)
  return words
}
