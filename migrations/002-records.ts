// The ledger: study sessions and activities, with people, quantities, evidence and every earlier wording.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table kinds (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      family text not null check (family in ('study', 'activity')),
      name_zh text not null,
      name_en text not null,
      aliases text[] not null default '{}',
      merged_into text,
      retired_at timestamptz,
      primary key (team_id, id),
      unique (team_id, family, name_zh)
    )`.execute(db)
  await sql`select wenshu_bind('kinds')`.execute(db)

  // sum: a flow, added up; latest: a stock, the last value counts; ratio: a percentage, the last value counts.
  await sql`
    create table measures (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      name text not null,
      unit text not null,
      aggregation text not null check (aggregation in ('sum', 'latest', 'ratio')),
      aliases text[] not null default '{}',
      retired_at timestamptz,
      primary key (team_id, id),
      unique (team_id, name)
    )`.execute(db)
  await sql`select wenshu_bind('measures')`.execute(db)

  // id is the number a person says: S-42, A-17. source_key is what makes a second import of the same row do nothing.
  await sql`
    create table records (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      family text not null check (family in ('study', 'activity')),
      number int not null,
      kind_id text not null,
      title text not null,
      starts_on date not null,
      ends_on date not null check (ends_on >= starts_on),
      materials text[] not null default '{}',
      duration_min int check (duration_min > 0),
      place text,
      partner text,
      note text,
      head_count int check (head_count > 0),
      head_unit text check (head_unit in ('人', '人次')),
      logged_by text,
      logged_at timestamptz not null,
      source_key text,
      revision int not null default 1,
      deleted_at timestamptz,
      deleted_by text,
      deleted_reason text,
      primary key (team_id, id),
      unique (team_id, family, number),
      unique (team_id, source_key),
      foreign key (team_id, kind_id) references kinds (team_id, id)
    )`.execute(db)
  await sql`create index records_by_day on records (team_id, family, starts_on desc, number desc)`.execute(db)
  await sql`create index records_by_kind on records (team_id, kind_id, starts_on)`.execute(db)
  await sql`select wenshu_bind('records')`.execute(db)

  await sql`
    create table record_people (
      team_id text not null default current_setting('wenshu.team_id'),
      record_id text not null,
      member_id text not null,
      primary key (team_id, record_id, member_id),
      foreign key (team_id, record_id) references records (team_id, id) on delete cascade,
      foreign key (team_id, member_id) references members (team_id, id)
    )`.execute(db)
  await sql`create index record_people_by_member on record_people (team_id, member_id)`.execute(db)
  await sql`select wenshu_bind('record_people')`.execute(db)

  await sql`
    create table record_quantities (
      team_id text not null default current_setting('wenshu.team_id'),
      record_id text not null,
      position int not null,
      measure_id text not null,
      value numeric not null,
      primary key (team_id, record_id, position),
      foreign key (team_id, record_id) references records (team_id, id) on delete cascade,
      foreign key (team_id, measure_id) references measures (team_id, id)
    )`.execute(db)
  await sql`create index record_quantities_by_measure on record_quantities (team_id, measure_id)`.execute(db)
  await sql`select wenshu_bind('record_quantities')`.execute(db)

  await sql`
    create table record_evidence (
      team_id text not null default current_setting('wenshu.team_id'),
      record_id text not null,
      position int not null,
      kind text not null check (kind in ('link', 'file', 'message')),
      title text not null,
      url text not null,
      primary key (team_id, record_id, position),
      foreign key (team_id, record_id) references records (team_id, id) on delete cascade
    )`.execute(db)
  await sql`select wenshu_bind('record_evidence')`.execute(db)

  await sql`
    create table record_revisions (
      team_id text not null default current_setting('wenshu.team_id'),
      record_id text not null,
      revision int not null,
      action text not null check (action in ('logged', 'edited', 'undone', 'deleted', 'imported')),
      by_member text,
      at timestamptz not null,
      before jsonb,
      after jsonb,
      primary key (team_id, record_id, revision),
      foreign key (team_id, record_id) references records (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('record_revisions')`.execute(db)
}
