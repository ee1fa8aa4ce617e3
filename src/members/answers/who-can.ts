import { inTransaction, type Context } from '../../context.ts'
import type { MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import { RoleRefused } from '../member.ts'
import { listMembers } from '../members-store.ts'

/** People that a refusal names. */
const NAMED = 3

/** A refusal for want of a role names people who have it; of any other error, its own words. */
export async function withWhoCan(ctx: Context, error: MemberFacingError): Promise<LocalizedText> {
  if (!(error instanceof RoleRefused)) return error.said
  const members = await inTransaction(ctx, async ({ db }) => await listMembers(db))
  const names = members
    .filter(
      ({ isBot, isGuest, deactivated, leftOn }) => !isBot && !isGuest && !deactivated && leftOn === null,
    )
    .filter(({ role }) => error.holders.includes(role))
    .slice(0, NAMED)
    .map(({ name }) => name)
  if (names.length === 0) return error.said
  const { zh, en } = error.said
  return { zh: `${zh}可以请${names.join('、')}处理。`, en: `${en} You can ask ${names.join(', ')}.` }
}
