// A record that was deleted or undone can be restored, which its history says.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table record_revisions
      drop constraint record_revisions_action_check,
      add constraint record_revisions_action_check
        check (action in ('logged', 'edited', 'undone', 'deleted', 'restored', 'imported'))`.execute(db)
}
