// The database tells at the commit that a workspace's records changed, so that nobody has to ask every two seconds.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function wenshu_ledger_changed() returns trigger language plpgsql as $$
    declare
      team text;
    begin
      for team in select distinct team_id from touched loop
        insert into ledger_changes (team_id) values (team);
        -- Equal notices of one transaction are sent once.
        perform pg_notify('wenshu_ledger', team);
      end loop;
      return null;
    end $$`.execute(db)
}
