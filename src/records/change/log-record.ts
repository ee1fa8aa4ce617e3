import {
  forgetHandled,
  handleAllOnce,
  inTransaction,
  noteStored,
  nowOf,
  type Context,
} from '../../context.ts'
import { holdCounters, nextNumber, type Db } from '../../db/tenant.ts'
import { AlreadyHandled, failedIn } from '../../errors.ts'
import type { Member } from '../../members/member.ts'
import { findMembersByIds } from '../../members/members-store.ts'
import { today } from '../../time/clock.ts'
import { inBatches } from '../../batch.ts'
import { checkDetails } from '../record/check-details.ts'
import { findJustLogged, findLookalike, questionLookalike, type Lookalike } from '../doubts/lookalike.ts'
import { LooksUnusual, questionUnusual } from '../doubts/question-unusual.ts'
import { FAMILY_PREFIX, type Family, type LoggedRecord, type RecordDetails } from '../record/record.ts'
import { findRecordsOfDays } from '../record/store.ts'
import { insertRecords } from '../record/revisions-store.ts'

/** A record as it was just stored, one already there that looks like the same event, and the members both name. */
export type Logged = {
  readonly record: LoggedRecord
  readonly lookalike: Lookalike | null
  readonly members: readonly Member[]
}

type Entry = {
  readonly family: Family
  readonly details: RecordDetails
  readonly by: { readonly id: string }
  readonly zone: string
  readonly requestId: string
  /** Keys of unusual values that the person said are right. */
  readonly confirmed?: readonly string[]
}

/**
 * Stores a study session or an activity under its next number. `requestId` makes a redelivered request do nothing
 * (AlreadyHandled). Throws FieldIssues for what cannot be true and LooksUnusual for what has to be confirmed; nothing
 * is stored then.
 */
export async function logRecord(ctx: Context, entry: Entry): Promise<Logged> {
  checkDetails(entry.details, today(ctx.clock, entry.zone))
  const end = await logTogether(ctx, { ...entry, at: nowOf(ctx) })
  if ('fault' in end) throw failedIn(entry.requestId, end.fault)
  return end.logged
}

type Dated = Entry & { readonly at: Date }
type End = { readonly logged: Logged } | { readonly fault: unknown }

/**
 * What comes at the same time is stored in one transaction: numbers have no gaps, so their counter is locked until the
 * commit, and fifty people would wait for fifty commits one after the other.
 */
const logTogether = inBatches<Dated, End>(async (ctx, entries) => {
  // Of two that look like one event the second is asked about, once the first has its number.
  const later = entries.filter((entry, nth) =>
    entries.slice(0, nth).some((before) => looksLike(entry, before)),
  )
  const first = entries.filter((entry) => !later.includes(entry))
  const ends = new Map<Dated, End>()
  const note = (some: readonly Dated[], their: readonly End[]) => {
    some.forEach((entry, nth) => ends.set(entry, their[nth]!))
  }
  note(first, await storeAll(ctx, first))
  note(later, await storeOneByOne(ctx, later))
  return entries.map((entry) => ends.get(entry)!)
}, 50)

function looksLike({ details }: Dated, { details: before }: Dated): boolean {
  return (
    details.kindId === before.kindId &&
    details.startsOn === before.startsOn &&
    findLookalike(details.title, [{ id: '', title: before.title, loggedBy: null }]) !== null
  )
}

async function storeAll(ctx: Context, entries: readonly Dated[]): Promise<End[]> {
  try {
    return await storeInOne(ctx, entries)
  } catch (error) {
    // What ails one entry must not keep the others from being stored.
    return entries.length === 1 ? [{ fault: error }] : await storeOneByOne(ctx, entries)
  }
}

async function storeOneByOne(ctx: Context, entries: readonly Dated[]): Promise<End[]> {
  const ends: End[] = []
  for (const entry of entries) {
    ends.push(...(await storeInOne(ctx, [entry]).catch((fault: unknown): End[] => [{ fault }])))
  }
  return ends
}

async function storeInOne(ctx: Context, entries: readonly Dated[]): Promise<End[]> {
  return await inTransaction(ctx, async ({ db }) => {
    const faults = await faultsOf(db, entries)
    const sound = entries.filter((entry) => !faults.has(entry))
    const sameDay = await sameDayOf(db, sound)
    for (const [entry, fault] of await askAboutAlike(db, sameDay)) faults.set(entry, fault)
    const logged = new Map<Dated, Logged>()
    const stored = sound.filter((entry) => !faults.has(entry))
    for (const one of await store(db, stored, sameDay)) logged.set(one.entry, one.logged)
    await noteStored(db, new Map([...logged].map(([{ requestId }, { record }]) => [requestId, [record.id]])))
    return entries.map((entry): End => {
      const done = logged.get(entry)
      return done === undefined ? { fault: faults.get(entry) } : { logged: done }
    })
  })
}

/** Why entries are not stored: their request was handled before, or a person has to say that they are right. */
async function faultsOf(db: Db, entries: readonly Dated[]): Promise<Map<Dated, unknown>> {
  const faults = new Map<Dated, unknown>()
  const fresh = await handleAllOnce(
    db,
    entries.map(({ requestId }) => requestId),
  )
  const asked: string[] = []
  for (const entry of entries) {
    const { details, requestId, confirmed = [] } = entry
    if (!fresh.delete(requestId)) {
      faults.set(entry, new AlreadyHandled())
      continue
    }
    try {
      await questionUnusual(db, details, { confirmed, before: null })
    } catch (error) {
      if (!(error instanceof LooksUnusual)) throw error
      faults.set(entry, error)
      asked.push(requestId)
    }
  }
  await forgetHandled(db, asked)
  return faults
}

type Stored = { readonly entry: Dated; readonly logged: Logged }

async function store(db: Db, entries: readonly Dated[], sameDay: SameDay): Promise<Stored[]> {
  if (entries.length === 0) return []
  const records = await numbered(db, entries)
  const lookalikes = entries.map((entry) => {
    const found = findLookalike(entry.details.title, sameDay.get(entry) ?? [])
    return found === null || isConfirmed(entry, found) ? null : found
  })
  const namedBy = (index: number) => {
    const loggedBy = lookalikes[index]?.loggedBy ?? null
    const { people } = entries[index]!.details
    return loggedBy === null ? people : [...people, loggedBy]
  }
  const members = await findMembersByIds(db, [...new Set(entries.flatMap((_, index) => namedBy(index)))])
  await insertRecords(
    db,
    records.map((record) => ({ ...record, sourceKey: null })),
    'logged',
  )
  return entries.map((entry, index) => {
    const named = new Set(namedBy(index))
    const logged: Logged = {
      record: { ...records[index]!, revision: 1, deletedAt: null },
      lookalike: lookalikes[index] ?? null,
      members: members.filter(({ id }) => named.has(id)),
    }
    return { entry, logged }
  })
}

type SameDay = ReadonlyMap<Dated, Awaited<ReturnType<typeof findRecordsOfDays>>[number]>

/**
 * The records of each entry's kind and day. The counters are held from here until the commit: of two equal entries in two
 * processes the second sees the first.
 */
async function sameDayOf(db: Db, entries: readonly Dated[]): Promise<SameDay> {
  const families = new Set(entries.map(({ family }) => family))
  await holdCounters(db, ...(['activity', 'study'] as const).filter((family) => families.has(family)))
  const found = await findRecordsOfDays(
    db,
    entries.map(({ details: { kindId, startsOn: day } }) => ({ kindId, day })),
  )
  return new Map(entries.map((entry, index) => [entry, found[index] ?? []]))
}

/** Those that look like what was logged within the hour and were not confirmed, with what to ask; nothing of them is stored. */
async function askAboutAlike(db: Db, sameDay: SameDay): Promise<Map<Dated, LooksUnusual>> {
  const open = [...sameDay].flatMap(([entry, records]) => {
    const alike = findJustLogged(entry.details.title, records, entry.at)
    return alike === null || isConfirmed(entry, alike) ? [] : [{ entry, alike }]
  })
  const loggers = open.flatMap(({ alike }) => alike.loggedBy ?? [])
  const members = await findMembersByIds(db, [...new Set(loggers)])
  const names = new Map(members.map(({ id, name }) => [id, name]))
  const asked = new Map<Dated, LooksUnusual>()
  for (const { entry, alike } of open) {
    const by = names.get(alike.loggedBy ?? '') ?? ''
    asked.set(entry, new LooksUnusual([questionLookalike(alike, { by, at: entry.at })]))
  }
  await forgetHandled(
    db,
    [...asked.keys()].map(({ requestId }) => requestId),
  )
  return asked
}

function isConfirmed({ confirmed = [] }: Dated, { id }: Lookalike): boolean {
  return confirmed.includes(`alike=${id}`)
}

async function numbered(db: Db, entries: readonly Dated[]) {
  const next = new Map<Family, number>()
  for (const family of ['activity', 'study'] as const) {
    const count = entries.filter((entry) => entry.family === family).length
    if (count > 0) next.set(family, await nextNumber(db, family, count))
  }
  return entries.map(({ details, family, by, at }) => {
    const number = next.get(family) ?? 0
    next.set(family, number + 1)
    const id = `${FAMILY_PREFIX[family]}-${number}`
    return { ...details, id, family, number, loggedBy: by.id, loggedAt: at }
  })
}
