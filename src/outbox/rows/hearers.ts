import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import type { Locale } from '../../locale.ts'

/** Who hears a message: their Slack account and their language, the workspace's where theirs is not known. */
export type Hearer = {
  readonly memberId: string
  readonly userId: string
  readonly locale: Locale
  readonly deactivated: boolean
}

/** By member id; those without a Slack account are missing. */
export async function findHearers(
  db: Db,
  memberIds: readonly (string | null)[],
): Promise<ReadonlyMap<string, Hearer>> {
  const ids = [...new Set(memberIds.filter((id) => id !== null))]
  const { rows } = await sql<Hearer>`
    select members.id as "memberId", slack_user_id as "userId", coalesce(members.locale, workspaces.locale) as locale,
      deactivated
    from members cross join workspaces
    where members.id = any(${ids}::text[]) and slack_user_id is not null`.execute(db)
  return new Map(rows.map((hearer) => [hearer.memberId, hearer]))
}

export async function findHearer(db: Db, memberId: string | null): Promise<Hearer | null> {
  return memberId === null ? null : ((await findHearers(db, [memberId])).get(memberId) ?? null)
}
