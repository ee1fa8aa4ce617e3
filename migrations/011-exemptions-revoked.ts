// Who revoked an exemption, and at most one that stands for a member's month.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table essay_exemptions add column revoked_by text`.execute(db)
  // The newest one is what counted.
  await sql`
    update essay_exemptions as older set revoked_at = older.decided_at
    where revoked_at is null and exists (
      select from essay_exemptions as newer
      where newer.team_id = older.team_id and newer.member_id = older.member_id and newer.month = older.month
        and newer.revoked_at is null and newer.decided_at > older.decided_at)`.execute(db)
  await sql`
    create unique index essay_exemptions_standing on essay_exemptions (team_id, member_id, month)
    where revoked_at is null`.execute(db)
}
