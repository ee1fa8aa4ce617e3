// How long one line takes to be read: the median over the corpus, and its slowest line at its median. Goals: 1 ms and 5 ms.
import { defaultVocabulary } from '../../src/records/vocabulary/default-kinds.ts'
import { parseQuickText } from '../../src/records/line/read-line.ts'
import { corpus, today } from '../records/line/corpus.ts'
import { median } from './sql-by-hand.ts'

const TIMES = 15

export function benchLines(): void {
  const lines = corpus().map(({ family, text }) => {
    const samples = Array.from({ length: TIMES }, () => {
      const before = performance.now()
      parseQuickText(family, text, defaultVocabulary, today, 'CN')
      return performance.now() - before
    })
    return median(samples)
  })
  console.log(
    `lines      ${lines.length} lines  median ${median(lines).toFixed(3)} ms (goal 1)  worst ${Math.max(...lines).toFixed(3)} ms (goal 5)`,
  )
}
