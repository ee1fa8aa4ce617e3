import { notStored } from '../../storage-words.ts'
import { createHash, randomUUID } from 'node:crypto'
import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import { nextNumber } from '../../db/tenant.ts'
import { FieldIssues, MemberFacingError } from '../../errors.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { findMembersByIds } from '../../members/members-store.ts'
import {
  findAnthology,
  insertAnthology,
  insertSending,
  listEmpty,
  listImportedInto,
  markCompiled,
  nextIssue,
  type Anthology,
} from './store.ts'
import type { Essay } from '../essay/essay.ts'
import { listToCompile } from '../select/store.ts'

/** The queue on which issues become files. */
export const ANTHOLOGIES = 'essay-anthologies'

/** Essays of one issue: a book that can still be bound. What is beyond waits for the next. */
export const MOST_IN_ISSUE = 200
export const LONGEST_ANTHOLOGY_TITLE = 60

/** What compiling now would make: shown first, and then done exactly so or not at all. */
export type AnthologyPlan = {
  readonly issue: number
  readonly essays: readonly Essay[]
  /** By id. */
  readonly authors: ReadonlyMap<string, Member>
  /** Those in which there is nothing to read: only their titles would be printed. */
  readonly empty: readonly string[]
  readonly stamp: string
}

/** Looks what the next issue would hold. Throws for who may not. */
export async function planAnthology(ctx: Context, by: Member): Promise<AnthologyPlan> {
  requireAbility(by, 'exchange and select essays')
  return await inTransaction(ctx, async ({ db }) => {
    const issue = await nextIssue(db)
    const essays = await listToCompile(db, { limit: MOST_IN_ISSUE })
    const authors = await findMembersByIds(db, [...new Set(essays.map(({ memberId }) => memberId))])
    return {
      issue,
      essays,
      authors: new Map(authors.map((author) => [author.id, author])),
      empty: await listEmpty(
        db,
        essays.map(({ id }) => id),
      ),
      stamp: stampOf(issue, essays),
    }
  })
}

/**
 * Compiles the excellent essays that stand in no issue yet into the next one, keeps its list, marks them, and has the
 * document made and sent to who asked: all of it or nothing. Throws when it would be another issue than the one shown.
 */
export async function compileAnthology(
  ctx: Context,
  wish: { readonly title: string; readonly stamp: string; readonly by: Member; readonly requestId: string },
): Promise<Anthology & { readonly essays: number }> {
  const { title, by } = wish
  requireAbility(by, 'exchange and select essays')
  checkTitle(title)
  return await inTransaction(
    ctx,
    async (ctx) => {
      // Held until the commit: of two who compile at once the second sees the first one's issue.
      await nextNumber(ctx.db, 'anthology', 0)
      const issue = await nextIssue(ctx.db)
      const essays = await listToCompile(ctx.db, { limit: MOST_IN_ISSUE, lock: true })
      if (essays.length === 0 || stampOf(issue, essays) !== wish.stamp) throw changed(essays.length)
      const at = nowOf(ctx)
      const ids = essays.map(({ id }) => id)
      const anthology = { issue, title, compiledBy: by.id, compiledAt: at }
      await insertAnthology(ctx.db, anthology, ids)
      await markCompiled(ctx.db, ids, { issue, by: by.id, at })
      await queueSending(ctx, issue, by)
      return { ...anthology, essays: essays.length }
    },
    { once: wish.requestId },
  )
}

/** Has an issue made and sent again. One that only a table knows is given a list first. Throws when there is none. */
export async function sendAgain(
  ctx: Context,
  wish: { readonly issue: number; readonly by: Member; readonly requestId: string },
): Promise<Anthology> {
  const { issue, by } = wish
  requireAbility(by, 'exchange and select essays')
  return await inTransaction(
    ctx,
    async (ctx) => {
      await nextNumber(ctx.db, 'anthology', 0)
      const anthology = (await findAnthology(ctx.db, issue)) ?? (await adopt(ctx, issue))
      await queueSending(ctx, issue, by)
      return anthology
    },
    { once: wish.requestId },
  )
}

async function adopt(ctx: Transacting, issue: number): Promise<Anthology> {
  const essays = await listImportedInto(ctx.db, issue)
  if (essays.length === 0) {
    throw new MemberFacingError({
      zh: `没有第 ${issue} 期文集。已有的见 /essay anthology list。`,
      en: `There is no issue ${issue}. See /essay anthology list.`,
    })
  }
  const anthology = { issue, title: '优秀习作选', compiledBy: null, compiledAt: nowOf(ctx) }
  await insertAnthology(
    ctx.db,
    anthology,
    essays.map(({ id }) => id),
  )
  return anthology
}

async function queueSending(ctx: Transacting, issue: number, by: Member): Promise<void> {
  const id = randomUUID()
  await insertSending(ctx.db, { id, issue, byMember: by.id, askedAt: nowOf(ctx) })
  await ctx.enqueue(ANTHOLOGIES, { sendingId: id })
}

function checkTitle(title: string): void {
  if (title !== '' && title.length <= LONGEST_ANTHOLOGY_TITLE) return
  throw new FieldIssues({
    title: {
      zh: `请给文集起个名字，最多 ${LONGEST_ANTHOLOGY_TITLE} 个字。`,
      en: `Give the anthology a title of at most ${LONGEST_ANTHOLOGY_TITLE} characters.`,
    },
  })
}

function changed(essays: number): MemberFacingError {
  return new MemberFacingError({
    zh: `待编入的优秀习作刚刚有变化，现在是 ${essays} 篇；${notStored.nothingDone.zh}。请关掉重新打开 /essay anthology。`,
    en: `The excellent essays to be compiled have just changed; there are ${essays} now. ${notStored.nothingDone.en}. Close this and use /essay anthology again.`,
  })
}

/** Which issue of which essays. */
function stampOf(issue: number, essays: readonly Pick<Essay, 'id'>[]): string {
  const ids = essays.map(({ id }) => id)
  return createHash('sha256')
    .update([issue, ...ids].join(' '))
    .digest('hex')
    .slice(0, 16)
}
