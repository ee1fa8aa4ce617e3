// Workspaces, their members, quotas and leave; and the binding of every row to one workspace.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // The role that every query of the bot runs as: it owns nothing and cannot bypass row-level security.
  // Roles belong to the whole server, so another database's migration may be creating it at this moment.
  await sql`
    do $$
    begin
      if not exists (select from pg_roles where rolname = 'wenshu_app') then
        create role wenshu_app nologin nosuperuser nobypassrls;
      end if;
    exception when duplicate_object or unique_violation then null;
    end $$`.execute(db)
  await sql`
    do $$
    begin
      if not pg_has_role(current_user, 'wenshu_app', 'member') then
        execute format('grant wenshu_app to %I', current_user);
      end if;
    end $$`.execute(db)

  // Puts a table under the workspace named by the transaction-local setting wenshu.team_id.
  // With no setting, no row is visible and none can be written.
  await sql`
    create function wenshu_bind(bound regclass) returns void language plpgsql as $$
    begin
      execute format('alter table %s enable row level security', bound);
      execute format('alter table %s force row level security', bound);
      execute format(
        'create policy one_workspace on %s
           using (team_id = current_setting(''wenshu.team_id'', true))
           with check (team_id = current_setting(''wenshu.team_id'', true))', bound);
      execute format('grant select, insert, update, delete on %s to wenshu_app', bound);
    end $$`.execute(db)
  await sql`revoke execute on function wenshu_bind(regclass) from public`.execute(db)

  // Only the ids: what a knock that serves all workspaces must know. Inside a bound transaction, only one's own.
  await sql`
    create table teams (
      team_id text primary key default current_setting('wenshu.team_id'),
      created_at timestamptz not null default now()
    )`.execute(db)
  await sql`alter table teams enable row level security`.execute(db)
  await sql`alter table teams force row level security`.execute(db)
  await sql`
    create policy ids_for_the_knock on teams for select
      using (team_id = current_setting('wenshu.team_id', true)
        or coalesce(current_setting('wenshu.team_id', true), '') = '')`.execute(db)
  await sql`
    create policy own_row on teams for insert
      with check (team_id = current_setting('wenshu.team_id', true))`.execute(db)
  await sql`grant select, insert on teams to wenshu_app`.execute(db)

  await sql`
    create table workspaces (
      team_id text primary key default current_setting('wenshu.team_id'),
      name text not null,
      zone text not null,
      region text not null,
      locale text not null check (locale in ('zh', 'en')),
      settings jsonb not null default '{}',
      revision int not null default 1
    )`.execute(db)
  await sql`select wenshu_bind('workspaces')`.execute(db)

  await sql`
    create table counters (
      team_id text not null default current_setting('wenshu.team_id'),
      name text not null,
      value int not null,
      primary key (team_id, name)
    )`.execute(db)
  await sql`select wenshu_bind('counters')`.execute(db)

  // external_id is the office's own number (or whatever the import named the person by);
  // slack_user_id is null until the person is linked to a Slack account.
  await sql`
    create table members (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      external_id text,
      slack_user_id text,
      email text,
      name text not null,
      department text,
      role text not null check (role in ('member', 'reviewer', 'editor', 'admin')),
      locale text check (locale in ('zh', 'en')),
      zone text,
      own_zone boolean not null default false,
      joined_on date not null,
      left_on date,
      is_bot boolean not null default false,
      is_guest boolean not null default false,
      deactivated boolean not null default false,
      primary key (team_id, id),
      unique (team_id, external_id),
      unique (team_id, slack_user_id)
    )`.execute(db)
  await sql`select wenshu_bind('members')`.execute(db)

  // A quota holds from its month on, until the next row; the newest decision for a month counts.
  await sql`
    create table member_quotas (
      team_id text not null default current_setting('wenshu.team_id'),
      member_id text not null,
      from_month text not null check (from_month ~ '^\\d{4}-\\d{2}$'),
      decided_at timestamptz not null,
      quota int not null check (quota between 0 and 99),
      decided_by text,
      primary key (team_id, member_id, from_month, decided_at),
      foreign key (team_id, member_id) references members (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('member_quotas')`.execute(db)

  // Days on which a member is away. Only a confirmed leave counts.
  await sql`
    create table leaves (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      member_id text not null,
      starts_on date not null,
      ends_on date not null check (ends_on >= starts_on),
      reason text,
      state text not null check (state in ('asked', 'confirmed', 'refused', 'withdrawn')),
      asked_at timestamptz not null,
      decided_by text,
      decided_at timestamptz,
      primary key (team_id, id),
      foreign key (team_id, member_id) references members (team_id, id)
    )`.execute(db)
  await sql`create index leaves_by_member on leaves (team_id, member_id, starts_on)`.execute(db)
  await sql`select wenshu_bind('leaves')`.execute(db)

  // What has been carried out, by Slack's own id of the request: a redelivery finds its row and changes nothing.
  await sql`
    create table handled_requests (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      handled_at timestamptz not null default now(),
      primary key (team_id, id)
    )`.execute(db)
  await sql`create index handled_requests_by_age on handled_requests (team_id, handled_at)`.execute(db)
  await sql`select wenshu_bind('handled_requests')`.execute(db)

  await sql`
    create table audit_events (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      at timestamptz not null,
      by_member text,
      action text not null,
      subject text not null,
      details jsonb not null default '{}',
      primary key (team_id, id)
    )`.execute(db)
  await sql`create index audit_events_by_time on audit_events (team_id, at)`.execute(db)
  await sql`select wenshu_bind('audit_events')`.execute(db)
}
