// When an admin was asked whether a member whose Slack account was deactivated has left the office.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table members add column departure_asked_at timestamptz`.execute(db)
}
