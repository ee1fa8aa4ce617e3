// Since when somebody is a guest or has no account, and since when the office uses Wenshu: what was owed is decided by then.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table member_absences (
      team_id text not null default current_setting('wenshu.team_id'),
      member_id text not null,
      kind text not null check (kind in ('guest', 'deactivated')),
      from_day date not null,
      until_day date,
      primary key (team_id, member_id, kind, from_day),
      foreign key (team_id, member_id) references members (team_id, id) on delete cascade,
      check (until_day is null or until_day >= from_day)
    )`.execute(db)
  // The owner of the tables is under their policies too, and no workspace is set here: lifted for what is filled in.
  const read = ['members', 'essays', 'workspaces', 'teams'] as const
  for (const table of read) await sql`alter table ${sql.table(table)} no force row level security`.execute(db)
  // When it began was never kept: at the earliest after the last essay that they handed in.
  await sql`
    insert into member_absences (team_id, member_id, kind, from_day)
    select members.team_id, members.id, absence.kind,
      greatest(members.joined_on, coalesce(max(essays.first_submitted_at)::date + 1, members.joined_on))
    from members
    join (values ('guest'), ('deactivated')) as absence (kind)
      on (absence.kind = 'guest' and members.is_guest) or (absence.kind = 'deactivated' and members.deactivated)
    left join essays on essays.team_id = members.team_id and essays.member_id = members.id
    group by members.team_id, members.id, members.joined_on, absence.kind`.execute(db)
  await sql`alter table workspaces add column installed_on date`.execute(db)
  await sql`update workspaces set installed_on = teams.created_at::date from teams where teams.team_id = workspaces.team_id`.execute(
    db,
  )
  for (const table of read) await sql`alter table ${sql.table(table)} force row level security`.execute(db)
  await sql`select wenshu_bind('member_absences')`.execute(db)
}
