// Pictures that Slack already holds, by the hash of all that they are drawn from; and who logged what, for App Home.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table pictures (
      team_id text not null default current_setting('wenshu.team_id'),
      hash text not null,
      slack_file_id text not null,
      made_at timestamptz not null,
      used_at timestamptz not null,
      primary key (team_id, hash)
    )`.execute(db)
  await sql`create index pictures_by_use on pictures (team_id, used_at)`.execute(db)
  await sql`select wenshu_bind('pictures')`.execute(db)

  await sql`
    create index records_by_logger on records (team_id, logged_by, logged_at)
      where logged_by is not null and deleted_at is null`.execute(db)
}
