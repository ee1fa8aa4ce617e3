// Whose role was decided in Slack, so that a table of members no longer changes it. Of earlier decisions the audit log knows, and no table can have given a role to who has no number of the office.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table members add column role_given_in_slack boolean not null default false`.execute(db)
  // Who owns a table that is bound to workspaces is bound too, unless it is a superuser.
  for (const table of ['members', 'audit_events', 'ledger_changes']) {
    await sql`alter table ${sql.table(table)} no force row level security`.execute(db)
  }
  await sql`
    update members set role_given_in_slack = true
    where (external_id is null and role <> 'member')
      or exists (
        select from audit_events
        where audit_events.team_id = members.team_id and action = 'role' and subject = members.id
      )`.execute(db)
  for (const table of ['members', 'audit_events', 'ledger_changes']) {
    await sql`alter table ${sql.table(table)} force row level security`.execute(db)
  }
}
