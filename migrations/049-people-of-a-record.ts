// Who is named at a record stands in one row beside it, as small numbers that the database gives its members, so that many
// records and everybody at them are read without a row for each attendance.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table members add column place int`.execute(db)
  await sql`
    create table record_attendance (
      team_id text not null default current_setting('wenshu.team_id'),
      record_id text not null,
      people int[] not null,
      primary key (team_id, record_id),
      foreign key (team_id, record_id) references records (team_id, id) on delete cascade
    )`.execute(db)

  await sql`
    create function wenshu_member_place() returns trigger language plpgsql as $$
    begin
      -- One after the other: two that come at once must not get the same.
      perform pg_advisory_xact_lock(hashtext('wenshu.places.' || new.team_id));
      select coalesce(max(place), 0) + 1 into new.place from members where team_id = new.team_id;
      return new;
    end $$`.execute(db)
  await sql`
    create function wenshu_record_people() returns trigger language plpgsql as $$
    begin
      delete from record_attendance using touched
        where record_attendance.team_id = touched.team_id and record_attendance.record_id = touched.record_id;
      insert into record_attendance (team_id, record_id, people)
        select record_people.team_id, record_people.record_id, array_agg(members.place order by members.place)
        from (select distinct team_id, record_id from touched) as touched
        join record_people
          on record_people.team_id = touched.team_id and record_people.record_id = touched.record_id
        join members on members.team_id = record_people.team_id and members.id = record_people.member_id
        group by record_people.team_id, record_people.record_id;
      return null;
    end $$`.execute(db)

  // The owner of the tables is under their policies too, and no workspace is set here: lifted for what is filled in.
  const filled = ['members', 'records', 'record_people'] as const
  for (const table of filled)
    await sql`alter table ${sql.table(table)} no force row level security`.execute(db)
  for (const table of filled) await sql`alter table ${sql.table(table)} disable trigger user`.execute(db)
  await sql`
    update members set place = numbered.place
    from (select team_id, id, row_number() over (partition by team_id order by id) as place from members) as numbered
    where numbered.team_id = members.team_id and numbered.id = members.id`.execute(db)
  await sql`
    insert into record_attendance (team_id, record_id, people)
    select record_people.team_id, record_id, array_agg(place order by place)
    from record_people
    join members on members.team_id = record_people.team_id and members.id = record_people.member_id
    group by record_people.team_id, record_id`.execute(db)
  for (const table of filled) await sql`alter table ${sql.table(table)} enable trigger user`.execute(db)
  for (const table of filled) await sql`alter table ${sql.table(table)} force row level security`.execute(db)

  await sql`alter table members alter column place set not null`.execute(db)
  await sql`alter table members add constraint members_place unique (team_id, place)`.execute(db)
  await sql`
    create trigger member_place before insert on members
      for each row when (new.place is null) execute function wenshu_member_place()`.execute(db)
  for (const [event, rows] of [
    ['insert', 'new'],
    ['update', 'new'],
    ['delete', 'old'],
  ] as const)
    await sql`
      create trigger ${sql.raw(`record_people_${event}`)} after ${sql.raw(event)} on record_people
        referencing ${sql.raw(rows)} table as touched for each statement execute function wenshu_record_people()`.execute(
      db,
    )
  await sql`select wenshu_bind('record_attendance')`.execute(db)
}
