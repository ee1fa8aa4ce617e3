import type { EssayState } from '../db/schema.ts'
import type { Said } from '../locale.ts'
import type { Month } from '../time/month.ts'

/** An essay as stored. Its number is said as E-12, which is also its id. */
export type Essay = {
  readonly id: string
  readonly number: number
  /** The author. */
  readonly memberId: string
  readonly month: Month
  /** Counts the author's essays of that month, from 1. */
  readonly seq: number
  readonly kind: string
  readonly title: string
  readonly body: string | null
  readonly link: string | null
  readonly state: EssayState
  /** The first hand-in: whether it was late hangs on it. */
  readonly firstSubmittedAt: Date | null
  /** The latest hand-in. */
  readonly submittedAt: Date | null
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly excellent: boolean
  readonly revision: number
}

/** What the author writes. */
export type EssayText = Pick<Essay, 'kind' | 'title' | 'body' | 'link'>

/** The kinds offered in the form, as the ledger names them; imported essays may have others. */
export const ESSAY_KINDS: readonly { readonly name: string; readonly en: string }[] = [
  { name: '理论文章', en: 'Theoretical article' },
  { name: '读书心得体会', en: 'Reading notes' },
  { name: '领导讲话', en: 'Speech' },
  { name: '其他', en: 'Other' },
]

export const STATE_WORDS: Readonly<Record<EssayState, Said>> = {
  draft: { zh: '草稿', en: 'draft' },
  submitted: { zh: '待审阅', en: 'waiting for review' },
  returned: { zh: '已退回，待修改', en: 'returned for changes' },
  approved: { zh: '已通过', en: 'approved' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
}

/** `E-12`, `e-12`, `e12` and full-width forms → `E-12`; null for anything else. */
export function essayIdIn(text: string): string | null {
  const match = /^E-?0*([1-9]\d{0,8})$/i.exec(text.normalize('NFKC').trim())
  return match === null ? null : `E-${match[1]}`
}
