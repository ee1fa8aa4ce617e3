// Names of members go to a model as stand-ins where nobody ever chose: the admins of such a workspace are told.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // The owner of the tables is under their policies too, and no workspace is set here: lifted for what is filled in.
  const tables = ['members', 'workspaces', 'outbox'] as const
  for (const table of tables)
    await sql`alter table ${sql.table(table)} no force row level security`.execute(db)
  await sql`
    insert into outbox (team_id, id, kind, key, member_id, payload, state, decided_at)
    select members.team_id, gen_random_uuid()::text, 'names hidden', members.id, members.id, '{}', 'claimed', now()
    from members
    join workspaces on workspaces.team_id = members.team_id
    where workspaces.settings -> 'model' -> 'pseudonyms' is null
      and members.role = 'admin' and members.slack_user_id is not null
      and not members.deactivated and not members.is_guest and members.left_on is null`.execute(db)
  for (const table of tables) await sql`alter table ${sql.table(table)} force row level security`.execute(db)
}
