import { nowOf, type Transacting } from '../../context.ts'
import { isoDate, oneOf, readRows, wholeNumber, type ImportCount, type Row } from '../../tables/rows.ts'
import { holdCounters, nextNumber } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import { byAnyName } from '../../members/roster/import-members.ts'
import { listMembers } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { today } from '../../time/clock.ts'
import { parseMonth } from '../../time/month.ts'
import { isWebAddress } from '../words/check-text.ts'
import { findEssaysByPlace, insertEssays, placeKey, replaceImported, type ImportedEssay } from './store.ts'

const COLUMNS = [
  'member_id',
  'month',
  'seq',
  'kind',
  'title',
  'submitted_on',
  'reviewer_id',
  'status',
  'excellent',
  'anthology_issue',
  'contest',
] as const
/** A table may hold the essays themselves; then every one of them. Without these columns it is a register of what is on paper. */
type WordColumn = 'text' | 'link'
type EssayRow = Row<(typeof COLUMNS)[number] | WordColumn>

/**
 * Imports essays.csv. A member's nth essay of a month is the same essay in every file. The day of submission is taken
 * as its noon in the workspace's zone. What people did with an essay since
 * (handed in again, approved, returned, withdrawn) stands: an old file undoes no review. Throws TableRefused and stores
 * nothing when a row is bad.
 */
export async function importEssays(ctx: Transacting, path: string): Promise<ImportCount> {
  const members = byAnyName(await listMembers(ctx.db))
  const { zone } = await readWorkspace(ctx.db)
  const known = { members, zone, day: today(ctx.clock, zone).toString(), seen: new Set<string>() }
  return await store(
    ctx,
    await readRows<(typeof COLUMNS)[number], ImportedEssay, WordColumn>(path, COLUMNS, (row) =>
      readEssay(row, known),
    ),
  )
}

function readEssay(
  row: EssayRow,
  known: {
    readonly members: ReadonlyMap<string, { readonly id: string }>
    readonly zone: string
    /** Today, where the office is. */
    readonly day: string
    readonly seen: Set<string>
  },
): ImportedEssay | null {
  const memberId = row.need('member_id', (text) => memberNamed(text, known.members))
  const reviewerId = row.read('reviewer_id', (text) => memberNamed(text, known.members))
  const month = row.need('month', (text) => notAfter(parseMonth(text), known.day.slice(0, 7)))
  const seq = row.need('seq', wholeNumber(1, 99))
  const kind = row.need('kind', (text) => text)
  const title = row.need('title', (text) => text)
  const submittedOn = row.need('submitted_on', (text) => notAfter(isoDate(text), known.day))
  const state = row.need('status', oneOf('submitted', 'returned', 'approved'))
  const excellent = row.read('excellent', oneOf('yes', 'no')) === 'yes'
  const anthologyIssue = row.read('anthology_issue', wholeNumber(1, 9999))
  const contest = row.text('contest')
  if (memberId === null || month === null || seq === null || kind === null) return null
  if (title === null || submittedOn === null || state === null) return null
  if (state !== 'approved' && (excellent || anthologyIssue !== null || contest !== '')) {
    row.fault('status', {
      zh: '未通过的习作不能是优秀、入集或参赛的',
      en: 'is not approved, so it cannot be excellent, compiled or in a contest',
    })
  }
  const words = wordsIn(row)
  const submittedAt = noonOf(submittedOn, known.zone)
  const essay = {
    memberId,
    month,
    seq,
    kind,
    title,
    submittedAt,
    reviewerId,
    state,
    excellent,
    anthologyIssue,
    words,
  }
  if (known.seen.has(placeKey(essay)))
    row.fault('seq', { zh: '该成员当月的这一篇在本文件中重复', en: 'stands twice for this member and month' })
  known.seen.add(placeKey(essay))
  return { ...essay, contest: contest === '' || contest === 'no' ? null : contest }
}

/** What there is to read of an essay, in a table that says so; null in one that does not. */
function wordsIn(row: EssayRow): ImportedEssay['words'] {
  if (!row.has('text') && !row.has('link')) return null
  const body = row.text('text')
  const link = row.read('link', (text) => {
    if (isWebAddress(text)) return text
    throw new MemberFacingError({
      zh: '不是网址，请写以 https:// 开头的地址',
      en: 'is not a web address; write one that starts with https://',
    })
  })
  if (body === '' && row.text('link') === '') {
    row.fault(row.has('text') ? 'text' : 'link', {
      zh: '没有正文，也没有链接',
      en: 'has neither text nor link',
    })
  }
  return { body: body === '' ? null : body, link }
}

/** A day or a month that has begun; both are compared as ISO writes them. */
function notAfter<T extends string>(date: T, present: string): T {
  if (date <= present) return date
  throw new MemberFacingError({
    zh: `还没有到（今天是 ${present}）`,
    en: `is still to come (it is ${present})`,
  })
}

function memberNamed(text: string, members: ReadonlyMap<string, { readonly id: string }>): string {
  const member = members.get(text)
  if (member === undefined) {
    throw new MemberFacingError({
      zh: '不是已有的成员。请先导入 members.csv',
      en: 'is not a member. Import members.csv first',
    })
  }
  return member.id
}

function noonOf(day: string, zone: string): Date {
  const noon = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: '12:00' })
  return new Date(noon.epochMilliseconds)
}

async function store(ctx: Transacting, essays: readonly ImportedEssay[]): Promise<ImportCount> {
  await holdCounters(ctx.db, 'essay')
  const known = await findEssaysByPlace(ctx.db, [...new Set(essays.map(({ month }) => month))])
  const fresh = essays.filter((essay) => !known.has(placeKey(essay)))
  const count = { added: fresh.length, changed: 0, unchanged: 0 }
  const at = nowOf(ctx)
  for (const essay of essays) {
    const before = known.get(placeKey(essay))
    if (before === undefined) continue
    if (!before.isMoved && (await replaceImported(ctx.db, before, essay, at))) count.changed += 1
    else count.unchanged += 1
  }
  if (fresh.length > 0) {
    const first = await nextNumber(ctx.db, 'essay', fresh.length)
    await insertEssays(
      ctx.db,
      fresh.map((essay, index) => ({ ...essay, number: first + index })),
      at,
    )
  }
  return count
}
