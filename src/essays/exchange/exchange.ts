import { notStored } from '../../storage-words.ts'
import { createHash } from 'node:crypto'
import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import { holdCounters } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { findMembersByIds } from '../../members/members-store.ts'
import type { Month } from '../../time/month.ts'
import { isWebAddress } from '../words/check-text.ts'
import type { Essay } from '../essay/essay.ts'
import { countUndecided, listExchanges, listToExchange, markExchanged, type Exchange } from './store.ts'

/** Logs the discussion in which essays are exchanged, within the transaction, and returns its number (S-42). */
export type LogDiscussion = (
  ctx: Transacting,
  discussion: {
    readonly title: string
    readonly heldOn: string
    readonly materials: readonly string[]
    readonly people: readonly string[]
    readonly durationMin: number | null
    readonly place: string | null
    readonly evidence: readonly {
      readonly kind: 'link' | 'file'
      readonly title: string
      readonly url: string
    }[]
    readonly by: string
    readonly zone: string
  },
) => Promise<string>

/** What an exchange would do: shown first, and then done exactly so or not at all. */
export type ExchangePlan = {
  readonly month: Month
  readonly essays: readonly Essay[]
  /** By id: the authors. */
  readonly authors: ReadonlyMap<string, Member>
  /** Sessions that were held for the month before. */
  readonly earlier: readonly Exchange[]
  /** Essays of the month that are not approved yet. */
  readonly undecided: number
  /** Of which essays it is. */
  readonly stamp: string
}

/** Materials of a record together take 3,000 UTF-16 units; what is beyond is said as a number. */
const MATERIALS = 2800
/** Links of a record that can still be looked through. */
const LINKS = 50

/** Looks what an exchange of a month's essays would do. Throws for who may not. */
export async function planExchange(ctx: Context, month: Month, by: Member): Promise<ExchangePlan> {
  requireAbility(by, 'exchange and select essays')
  return await inTransaction(ctx, async ({ db }) => {
    const essays = await listToExchange(db, month)
    const authors = await findMembersByIds(db, [...new Set(essays.map(({ memberId }) => memberId))])
    return {
      month,
      essays,
      authors: new Map(authors.map((author) => [author.id, author])),
      earlier: await listExchanges(db, month),
      undecided: await countUndecided(db, month),
      stamp: stampOf(essays),
    }
  })
}

/**
 * Exchanges a month's approved essays: makes the study session 交流讨论 with them attached and their authors as its
 * people, and marks them, all of it or nothing. Throws when they are no longer those that were shown, or when none is left.
 */
export async function exchangeEssays(
  ctx: Context,
  wish: {
    readonly month: Month
    readonly stamp: string
    readonly heldOn: string
    readonly place: string | null
    readonly durationMin: number | null
    readonly by: Member
    readonly zone: string
    readonly requestId: string
  },
  logDiscussion: LogDiscussion,
): Promise<Exchange> {
  const { month, heldOn, place, durationMin, by, zone } = wish
  requireAbility(by, 'exchange and select essays')
  return await inTransaction(
    ctx,
    async (ctx) => {
      // The discussion's number comes before the essays: see holdCounters.
      await holdCounters(ctx.db, 'study')
      const essays = await listToExchange(ctx.db, month, { lock: true })
      if (essays.length === 0 || stampOf(essays) !== wish.stamp) throw await changed(ctx, month, essays)
      const recordId = await logDiscussion(ctx, {
        title: titleOf(month),
        heldOn,
        materials: materialsOf(essays),
        people: [...new Set(essays.map(({ memberId }) => memberId))],
        durationMin,
        place,
        evidence: evidenceOf(essays),
        by: by.id,
        zone,
      })
      const exchange = { recordId, month, heldOn, essays: essays.length, by: by.id, at: nowOf(ctx) }
      await markExchanged(ctx.db, essays, exchange)
      ctx.stored(recordId)
      return exchange
    },
    { once: wish.requestId },
  )
}

/** 2026年11月习作交流: a record's title is the office's own, whatever language a reader has. */
function titleOf(month: Month): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5))}月习作交流`
}

/** `E-12 title`, as many as a record takes, then how many more. */
export function materialsOf(essays: readonly Pick<Essay, 'id' | 'title'>[]): string[] {
  const lines: string[] = []
  let left = MATERIALS
  for (const { id, title } of essays) {
    const line = `${id} ${title}`
    left -= line.length + 1
    if (left < 0) return [...lines, `……等共 ${essays.length} 篇`]
    lines.push(line)
  }
  return lines
}

function evidenceOf(essays: readonly Essay[]) {
  return essays
    .flatMap(({ id, title, link, file }) => {
      const url = link ?? file?.url ?? null
      if (url === null || !isWebAddress(url)) return []
      return [{ kind: link === null ? ('file' as const) : ('link' as const), title: `${id} ${title}`, url }]
    })
    .slice(0, LINKS)
}

/** Which essays a list is of, however long. */
function stampOf(essays: readonly Pick<Essay, 'id'>[]): string {
  const ids = essays.map(({ id }) => id)
  return createHash('sha256').update(ids.join(' ')).digest('hex').slice(0, 16)
}

async function changed(
  { db }: Pick<Transacting, 'db'>,
  month: Month,
  essays: readonly Essay[],
): Promise<MemberFacingError> {
  const [latest] = (await listExchanges(db, month)).toReversed()
  if (essays.length === 0 && latest !== undefined) {
    return new MemberFacingError({
      zh: `${month} 的习作刚刚已经交流过了，记在 ${latest.recordId}；${notStored.loggedAgain.zh}。`,
      en: `The essays of ${month} have just been exchanged, in ${latest.recordId}; ${notStored.loggedAgain.en}.`,
    })
  }
  return new MemberFacingError({
    zh: `${month} 待交流的习作刚刚有变化，现在是 ${essays.length} 篇；${notStored.nothingDone.zh}。请关掉重新打开 /essay exchange ${month}。`,
    en: `The essays of ${month} to be exchanged have just changed; there are ${essays.length} now. ${notStored.nothingDone.en}. Close this and use /essay exchange ${month} again.`,
  })
}
