// Every file that waits to be imported stands in one table, by the sort of import; the edited reports move there.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table pending_imports
      add column sort text not null default 'records' check (sort in ('records', 'report')),
      add column period text`.execute(db)
  // Who owns a table that is bound to workspaces is bound too, unless it is a superuser.
  for (const table of ['pending_imports', 'report_imports']) {
    await sql`alter table ${sql.table(table)} no force row level security`.execute(db)
  }
  await sql`
    insert into pending_imports
      (team_id, id, by_member, asked_at, slack_file_id, file_name, sort, period, state, plan, decided_at)
    select team_id, id, by_member, asked_at, slack_file_id, file_name, 'report', period, state, plan, decided_at
    from report_imports`.execute(db)
  await sql`alter table pending_imports force row level security`.execute(db)
  await sql`drop table report_imports`.execute(db)
  await sql`alter table pending_imports alter column sort drop default`.execute(db)
}
