import type { EssayState, FileState } from '../../db/schema.ts'
import type { LocalizedText } from '../../locale.ts'
import type { Month } from '../../time/month.ts'

/** A file in Slack that is the essay, or belongs to it. `text` are its words, once they are read. */
export type EssayFile = {
  readonly id: string
  readonly name: string
  /** Where it stands in Slack; null until it was looked up. */
  readonly url: string | null
  readonly state: FileState
  readonly text: string | null
}

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
  readonly file: EssayFile | null
  readonly state: EssayState
  /** The first hand-in: whether it was late hangs on it. */
  readonly firstSubmittedAt: Date | null
  /** The latest hand-in. */
  readonly submittedAt: Date | null
  /** Who is to review it; null: any reviewer. */
  readonly reviewerId: string | null
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly exchangedAt: Date | null
  /** The study session in which it was exchanged: S-42. */
  readonly exchangedIn: string | null
  readonly excellent: boolean
  readonly anthologyIssue: number | null
  /** Contests it was sent to, apart by `CONTESTS_APART`. */
  readonly contest: string | null
  readonly revision: number
}

/** What the author writes. A new file comes with its id and name alone. */
export type EssayText = Pick<Essay, 'kind' | 'title' | 'body' | 'link'> & {
  readonly file: Pick<EssayFile, 'id' | 'name'> | null
}

/** The kinds offered in the form, as the ledger names them; imported essays may have others. */
export const ESSAY_KINDS: readonly { readonly name: string; readonly en: string }[] = [
  { name: '理论文章', en: 'Theoretical article' },
  { name: '读书心得体会', en: 'Reading notes' },
  { name: '领导讲话', en: 'Speech' },
  { name: '其他', en: 'Other' },
]

/** `E-12`, `e-12`, `e12` and full-width forms → `E-12`; null for anything else. */
export function essayIdIn(text: string): string | null {
  const match = /^E-?0*([1-9]\d{0,8})$/i.exec(text.normalize('NFKC').trim())
  return match === null ? null : `E-${match[1]}`
}

/** How far an essay has come. A contest is a mark beside it: `contest`. */
export type EssayStage =
  | 'draft'
  | 'submitted'
  | 'returned'
  | 'resubmitted'
  | 'approved'
  | 'exchanged'
  | 'selected'
  | 'compiled'
  | 'withdrawn'

/** What its stage hangs on. */
export type Staged = Pick<
  Essay,
  'state' | 'firstSubmittedAt' | 'submittedAt' | 'exchangedAt' | 'excellent' | 'anthologyIssue'
>

export function stageOf(essay: Staged): EssayStage {
  if (essay.state === 'submitted') {
    const [first, latest] = [essay.firstSubmittedAt?.getTime(), essay.submittedAt?.getTime()]
    return first !== undefined && latest !== undefined && latest > first ? 'resubmitted' : 'submitted'
  }
  if (essay.state !== 'approved') return essay.state
  if (essay.anthologyIssue !== null) return 'compiled'
  if (essay.excellent) return 'selected'
  return essay.exchangedAt === null ? 'approved' : 'exchanged'
}

export const STAGE_WORDS: Readonly<Record<EssayStage, LocalizedText>> = {
  draft: { zh: '草稿', en: 'a draft' },
  submitted: { zh: '待审阅', en: 'waiting for review' },
  returned: { zh: '已退回，待修改', en: 'returned for changes' },
  resubmitted: { zh: '已重交，待审阅', en: 'handed in again, waiting for review' },
  approved: { zh: '已通过', en: 'approved' },
  exchanged: { zh: '已交流', en: 'exchanged' },
  selected: { zh: '优秀', en: 'excellent' },
  compiled: { zh: '已入集', en: 'in the anthology' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
}

/** Between the names of contests, which hold it never. */
export const CONTESTS_APART = '；'

export function contestsOf({ contest }: Pick<Essay, 'contest'>): string[] {
  return contest === null ? [] : contest.split(CONTESTS_APART)
}
