import { sql } from 'kysely'
import type { Db } from '../db/tenant.ts'
import type { Member } from '../members/member.ts'

/** Columns that hold what a draft was written from (`DraftBasis`): a ledger, and the notable ones of its records. */
const LEDGERS = ['drafts', 'draft_earlier_ledgers'] as const

type Who = {
  readonly name: string
  readonly newName: string
  /** Numbers of the records and essays that are, or once were, this member's. */
  readonly now: ReadonlySet<string>
  readonly once: ReadonlySet<string>
  /** How many other members bear the same name. */
  readonly namesakes: number
}

/**
 * Takes a member's name out of the people of frozen records that were theirs, and out of the list of all members. Fields
 * that hold a person only: what else is equal to the name (a key, a unit, a place) stays.
 */
export async function eraseFromLedgers(
  db: Db,
  member: Pick<Member, 'id' | 'name'>,
  newName: string,
): Promise<void> {
  const who: Who = { name: member.name, newName, ...(await recordsOf(db, member)) }
  for (const table of LEDGERS) {
    const { rows } = await sql<{ row: string; ledger: unknown }>`
      select ctid::text as row, ledger from ${sql.table(table)}
      where strpos(ledger::text, ${JSON.stringify(who.name)}) > 0 for update`.execute(db)
    for (const { row, ledger } of rows) {
      const after = withoutPerson(ledger, who)
      await sql`update ${sql.table(table)} set ledger = ${JSON.stringify(after)}::jsonb
        where ctid = ${row}::tid`.execute(db)
    }
  }
}

async function recordsOf(
  db: Db,
  { id, name }: Pick<Member, 'id' | 'name'>,
): Promise<Pick<Who, 'now' | 'once' | 'namesakes'>> {
  const { rows } = await sql<{ now: string[]; once: string[]; namesakes: number }>`
    select array(select record_id from record_people where member_id = ${id}
        union select id from essays where member_id = ${id}) as now,
      array(select distinct record_id from record_revisions
        where before -> 'people' ? ${id} or after -> 'people' ? ${id}) as once,
      (select count(*)::int from members where name = ${name} and id <> ${id}) as namesakes`.execute(db)
  const [{ now, once, namesakes } = { now: [], once: [], namesakes: 0 }] = rows
  return { now: new Set(now), once: new Set(once), namesakes }
}

function withoutPerson(basis: unknown, who: Who): unknown {
  if (!isObject(basis)) return basis
  const { ledger, notable } = basis
  return {
    ...basis,
    ...(isObject(ledger) && { ledger: ledgerWithout(ledger, who) }),
    ...(Array.isArray(notable) && { notable: recordsWithout(notable, 'recordId', who) }),
  }
}

function ledgerWithout(ledger: Fields, who: Who): Fields {
  const { records, members } = ledger
  return {
    ...ledger,
    ...(Array.isArray(records) && { records: recordsWithout(records, 'id', who) }),
    // Another member of that name is in the list too.
    ...(Array.isArray(members) && who.namesakes === 0 && { members: renamed(members, who) }),
  }
}

function recordsWithout(records: readonly unknown[], id: 'id' | 'recordId', who: Who): unknown[] {
  return records.map((record) => {
    if (!isObject(record) || !Array.isArray(record['people'])) return record
    const number = String(record[id])
    // Where they stand no longer the name may be a namesake's.
    const isTheirs = who.now.has(number) || (who.namesakes === 0 && who.once.has(number))
    return isTheirs ? { ...record, people: renamed(record['people'], who) } : record
  })
}

/** One of the names, exactly: of two people of one name each has their own. */
function renamed(names: readonly unknown[], { name, newName }: Who): unknown[] {
  const at = names.indexOf(name)
  return at < 0 ? [...names] : names.with(at, newName)
}

type Fields = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
