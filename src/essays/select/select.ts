import { type Context, inTransaction, nowOf, type Transacting } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Member } from '../../members/member.ts'
import { requireMove } from '../essay/moves.ts'
import { CONTESTS_APART, contestsOf, type Essay } from '../essay/essay.ts'
import { essayNow, moveEssay } from '../essay/store.ts'
import { authorOf } from '../review/review.ts'
import { TOLD, tellMove } from '../tell/tell.ts'

/** Longest name of a contest, in UTF-16 units. */
export const LONGEST_CONTEST = 100
/** Contests of one essay. */
const MOST_CONTESTS = 10

export type Judged = { readonly essay: Essay; readonly author: Member }

type Wish = { readonly id: string; readonly by: Member; readonly requestId: string }

/**
 * Marks an exchanged essay as excellent, or takes that back while it is neither in the anthology nor in a contest.
 * Nobody judges their own. Throws MemberFacingError.
 */
export async function markExcellent(
  ctx: Context,
  { excellent, ...wish }: Wish & { readonly excellent: boolean },
): Promise<Judged> {
  return await move(ctx, wish, async (ctx, before) => {
    requireMove(excellent ? 'select' : 'unselect', before, wish.by)
    if (!excellent && before.contest !== null) throw inContest(before)
    const made = {
      move: excellent ? 'select' : 'unselect',
      by: wish.by.id,
      at: nowOf(ctx),
      comment: null,
    } as const
    const essay = await moveEssay(ctx.db, before, made, { excellent })
    if (excellent) await tellMove(ctx, TOLD.excellent, essay, essay.memberId)
    return essay
  })
}

/** Records that an excellent essay was sent to a contest. Throws MemberFacingError. */
export async function enterContest(
  ctx: Context,
  { contest, ...wish }: Wish & { readonly contest: string },
): Promise<Judged> {
  checkContest(contest)
  return await move(ctx, wish, async (ctx, before) => {
    requireMove('contest', before, wish.by)
    const contests = contestsOf(before)
    if (contests.includes(contest)) throw alreadyIn(before, contest)
    if (contests.length >= MOST_CONTESTS) throw tooMany(before)
    const made = { move: 'contest', by: wish.by.id, at: nowOf(ctx), comment: contest } as const
    return await moveEssay(ctx.db, before, made, { contest: [...contests, contest].join(CONTESTS_APART) })
  })
}

/** Takes back that an essay was sent to a contest. Throws MemberFacingError. */
export async function leaveContest(
  ctx: Context,
  { contest, ...wish }: Wish & { readonly contest: string },
): Promise<Judged> {
  return await move(ctx, wish, async (ctx, before) => {
    requireMove('uncontest', before, wish.by)
    const contests = contestsOf(before)
    if (!contests.includes(contest)) throw notIn(before, contest)
    const left = contests.filter((one) => one !== contest)
    const made = { move: 'uncontest', by: wish.by.id, at: nowOf(ctx), comment: contest } as const
    const change = { contest: left.length === 0 ? null : left.join(CONTESTS_APART) }
    return await moveEssay(ctx.db, before, made, change)
  })
}

async function move(
  ctx: Context,
  wish: Wish,
  work: (ctx: Transacting, before: Essay) => Promise<Essay>,
): Promise<Judged> {
  return await inTransaction(
    ctx,
    async (ctx) => {
      const before = await essayNow(ctx.db, wish.id)
      return { author: await authorOf(ctx.db, before), essay: await work(ctx, before) }
    },
    { once: wish.requestId },
  )
}

function checkContest(contest: string): void {
  if (contest === '') {
    throw new MemberFacingError({
      zh: '请写明比赛名称，例如：/essay contest E-12 市直机关征文',
      en: 'Name the contest, like /essay contest E-12 City essay prize',
    })
  }
  if (contest.includes(CONTESTS_APART) || contest.length > LONGEST_CONTEST) {
    throw new MemberFacingError({
      zh: `比赛名称最多 ${LONGEST_CONTEST} 个字，不能有“${CONTESTS_APART}”。一次写一个比赛。`,
      en: `A contest's name has at most ${LONGEST_CONTEST} characters and no "${CONTESTS_APART}". Give one contest at a time.`,
    })
  }
}

function alreadyIn({ id }: Essay, contest: string): MemberFacingError {
  return new MemberFacingError({
    zh: `${id} 已经送去参加“${contest}”了。`,
    en: `${id} was sent to "${contest}" already.`,
  })
}

function notIn(essay: Essay, contest: string): MemberFacingError {
  const known = contestsOf(essay).filter((name) => name !== 'yes')
  return new MemberFacingError({
    zh: `${essay.id} 没有参加“${contest}”。${known.length === 0 ? '' : `参加的有：${known.join('、')}。`}`,
    en: `${essay.id} was not sent to "${contest}".${known.length === 0 ? '' : ` It was sent to ${known.join(', ')}.`}`,
  })
}

function tooMany({ id }: Essay): MemberFacingError {
  return new MemberFacingError({
    zh: `${id} 已参加 ${MOST_CONTESTS} 个比赛，不能再多。`,
    en: `${id} is in ${MOST_CONTESTS} contests; that is the most.`,
  })
}

function inContest(essay: Essay): MemberFacingError {
  const contests = contestsOf(essay)
  return new MemberFacingError({
    zh: `${essay.id} 在参赛（${contests.join('、')}），不能取消优秀。先用 /essay contest remove ${essay.id} ${contests[0]} 取消参赛。`,
    en: `${essay.id} is in a contest (${contests.join(', ')}), so it stays excellent. First take it out: /essay contest remove ${essay.id} ${contests[0]}`,
  })
}
