import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'

/** A record or essay behind a report's figures, as the appendix lists it. Also one that was deleted since. */
export type EvidenceRecord = {
  readonly id: string
  readonly day: string
  readonly kind: string
  readonly title: string
  readonly loggedBy: string | null
  readonly loggedAt: Date | null
  readonly isDeleted: boolean
  /** Titles and addresses, in their order. */
  readonly evidence: readonly { readonly title: string; readonly url: string }[]
}

/** Records and essays by their numbers; which do not exist are left out. */
export async function listEvidence(db: Db, ids: readonly string[]): Promise<EvidenceRecord[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<EvidenceRecord>`
    select records.id, to_char(records.starts_on, 'YYYY-MM-DD') as day, kinds.name_zh as kind, records.title,
      members.name as "loggedBy", records.logged_at as "loggedAt", records.deleted_at is not null as "isDeleted",
      coalesce((select json_agg(json_build_object('title', evidence.title, 'url', evidence.url) order by evidence.position)
        from record_evidence evidence where evidence.record_id = records.id), '[]') as evidence
    from records join kinds on kinds.id = records.kind_id left join members on members.id = records.logged_by
    where records.id = any(${[...ids]}::text[])
    union all
    select essays.id, essays.month, essays.kind, essays.title, members.name,
      coalesce(essays.first_submitted_at, essays.submitted_at), essays.state = 'withdrawn',
      case when essays.link is null then '[]'
        else json_build_array(json_build_object('title', essays.title, 'url', essays.link)) end
    from essays join members on members.id = essays.member_id
    where essays.id = any(${[...ids]}::text[])`.execute(db)
  return rows
}
