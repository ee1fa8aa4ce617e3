import type { LocalizedText } from '../../locale.ts'
import { remainsOf, type Remain, type RemainKind } from '../../text/remains/remains.ts'
import type { Line } from './words/line.ts'
import type { QuickField } from './words/reading.ts'

const FIELD: Readonly<Record<RemainKind, QuickField>> = {
  date: 'date',
  duration: 'duration',
  clock: 'duration',
  heads: 'headCount',
  people: 'people',
  absence: 'people',
  amount: 'quantities',
  money: 'quantities',
}

const MAY_BE: Readonly<Record<RemainKind, LocalizedText>> = {
  date: { zh: '日期', en: 'the date' },
  duration: { zh: '时长', en: 'the duration' },
  clock: { zh: '起止时间', en: 'when it began and ended' },
  heads: { zh: '人数', en: 'the head count' },
  people: { zh: '参加的人', en: 'who was there' },
  absence: { zh: '没有参加的人', en: 'who was not there' },
  amount: { zh: '指标的数量', en: 'a quantity' },
  money: { zh: '指标的数量', en: 'a quantity' },
}

/**
 * Reads once more what no field has taken and would become the title: what may be a day, a length, people or a number
 * is asked about. A field that the line has given already asks only about what stands by itself, since names hold
 * numbers and days as well. `given`: the fields that are known or asked about.
 */
export function askAboutRemains(line: Line, given: ReadonlySet<QuickField>): void {
  const { free } = line
  const asked = new Set<QuickField>()
  for (const remain of remainsOf(free)) {
    const field = FIELD[remain.kind]
    const said = line.words(remain.from, remain.to)
    if (
      asked.has(field) ||
      !isInQuestion(remain, given.has(field), said, free.slice(remain.to, remain.to + 4))
    )
      continue
    asked.add(field)
    const { zh, en } = MAY_BE[remain.kind]
    line.ask(field, {
      zh: `“${said}”没有读懂：是${zh}，还是标题的一部分？`,
      en: `"${said}" was not understood: is it ${en}, or part of the title?`,
    })
  }
}

/** 三月份撰写信息: when it was done, where a month with a name behind it is one (10月份公众号). */
const done = /^(?:撰写|发布|印发|开展|组织|参加|学习|举办|召开|完成|走访|制定|报送|评选|赠阅|摆放|设置)/u

/** 昨天, 上周: never the name of a month in a title (10月份公众号). */
const spoken =
  /^(?:昨|前天|今[天日早晚]|上周|上个?月|本周|本月|这周|这个月|前几|前些|近日|日前|月[初底末])|(?:期间|前后|前夕|假期|长假)$/u

function isInQuestion({ kind, isAlone }: Remain, isGiven: boolean, said: string, after: string): boolean {
  if (kind === 'date')
    return !isGiven && (isAlone || spoken.test(said) || (/月份?$/.test(said) && done.test(after)))
  if (kind === 'absence' || kind === 'amount' || kind === 'money') return true
  // 上午2小时下午1小时: a second number of the same sort, glued or not.
  return !isGiven || (kind !== 'people' && (isAlone || /^\d/.test(said)))
}
