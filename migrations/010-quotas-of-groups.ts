// A quota may be that of a user group, of one member, or from a table; and what was decided for groups is kept.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // 'member': decided for this person alone, which no group's quota changes; 'group': the default of the groups they are
  // in; 'table': as a table of members had it.
  await sql`
    alter table member_quotas add column source text not null default 'table'
      check (source in ('table', 'group', 'member'))`.execute(db)

  // group_id is Slack's. A row holds from its month on, until the next; the newest decision for a month counts.
  await sql`
    create table group_quotas (
      team_id text not null default current_setting('wenshu.team_id'),
      group_id text not null,
      from_month text not null check (from_month ~ '^\\d{4}-\\d{2}$'),
      decided_at timestamptz not null,
      quota int not null check (quota between 0 and 99),
      decided_by text,
      primary key (team_id, group_id, from_month, decided_at)
    )`.execute(db)
  await sql`select wenshu_bind('group_quotas')`.execute(db)
}
