import type { Updateable } from 'kysely'
import { findRow, insertNew, insertRows, rowOf, without, type RawRow, type Row } from '../../db/rows/rows.ts'
import type { DraftState, Schema } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import type { Verdict } from '../../claims/bind/verify-text.ts'
import type { Source } from '../../claims/sources/source.ts'

/** A section being drafted, or drafted. `id` is the number a person says: D-3. */
export type Draft = {
  readonly id: string
  readonly outlineId: string
  readonly sectionId: string
  readonly period: string
  readonly state: DraftState
  readonly requestedBy: string | null
  readonly requestedAt: Date
  readonly basis: DraftBasis | null
  readonly model: string | null
  readonly fault: string | null
  readonly channel: string | null
  readonly threadTs: string | null
  readonly streamTs: string | null
  readonly verdictTs: string | null
  /** The newest version; 0 while nothing is written. */
  readonly version: number
  /** How often its writing was begun. */
  readonly attempts: number
  readonly cancelledBy: string | null
  /** What writing it took; null where no model was asked. */
  readonly took: {
    readonly seconds: number
    readonly tokens: number
    readonly cost: number | null
    readonly currency: string | null
  } | null
}

export type DraftVersion = {
  readonly version: number
  readonly text: string
  readonly verdict: Verdict
  /** Where its figures come from; null in a version from before that was kept: its words are all there is to judge by. */
  readonly sources?: readonly Source[] | null
  readonly byMember: string | null
  /** The model's name, `composer`, or `editor`. */
  readonly writtenBy: string
  readonly at: Date
  /** How it came to be, where it is neither the first one nor a plain edit. */
  readonly origin?: VersionOrigin | null
}

/** A version that was made by something else than typing it. */
export type VersionOrigin =
  | { readonly kind: 'restored'; readonly version: number }
  | { readonly kind: 'records'; readonly recordIds: readonly string[] }
  | { readonly kind: 'redrafted'; readonly instruction: string }
  | { readonly kind: 'imported'; readonly fileName: string }

/** Stores a new draft unless one of the same section and period is being written. Returns whether it was stored. */
export async function insertDraft(
  db: Db,
  draft: Pick<
    Draft,
    'id' | 'outlineId' | 'sectionId' | 'period' | 'requestedBy' | 'requestedAt' | 'channel'
  > & {
    readonly number: number
  },
): Promise<boolean> {
  return await insertNew(db, 'drafts', { ...draft, state: 'waiting' })
}

/** `lock` holds the row until the commit. null: there is none. */
export async function findDraft(
  db: Db,
  id: string,
  options: { readonly lock?: boolean } = {},
): Promise<Draft | null> {
  const row = await findRow(db, 'drafts', { id }, options)
  return row === null ? null : draftOf(row)
}

/** Where a draft stands, without its frozen records; null: there is none. */
export async function readDraftState(db: Db, id: string): Promise<DraftState | null> {
  const row = await db.selectFrom('drafts').select('state').where('id', '=', id).executeTakeFirst()
  return row?.state ?? null
}

/** What the answers for a purpose cost so far, and in which currency; null where no price was set. */
export async function readCost(
  db: Db,
  purpose: string,
): Promise<{ readonly cost: number; readonly currency: string } | null> {
  const row = await db
    .selectFrom('model_uses')
    .where('purpose', '=', purpose)
    .where('cost', 'is not', null)
    .select((eb) => [eb.fn.sum<number>('cost').as('cost'), eb.fn.max('currency').as('currency')])
    .executeTakeFirst()
  return row === undefined || row.cost === null || row.currency === null
    ? null
    : { cost: row.cost, currency: row.currency }
}

/** The draft of this section and period that is waiting or being written. */
export async function findOpenDraft(
  db: Db,
  { outlineId, sectionId, period }: Pick<Draft, 'outlineId' | 'sectionId' | 'period'>,
): Promise<Draft | null> {
  const row = await findRow(db, 'drafts', { outlineId, sectionId, period, state: ['waiting', 'writing'] })
  return row === null ? null : draftOf(row)
}

/** The newest draft of each section that has one, for a period. */
export async function listNewestDrafts(db: Db, outlineId: string, period: string): Promise<Draft[]> {
  const rows = await db
    .selectFrom('drafts')
    .selectAll()
    .distinctOn('section_id')
    .where('outline_id', '=', outlineId)
    .where('period', '=', period)
    .orderBy('section_id')
    .orderBy('number', 'desc')
    .execute()
  return rows.map(draftOf)
}

export async function updateDraft(
  db: Db,
  id: string,
  change: Updateable<Omit<Schema['drafts'], 'team_id' | 'id'>>,
): Promise<void> {
  await db.updateTable('drafts').set(change).where('id', '=', id).execute()
}

/** Adds a version and makes it the draft's newest. The caller holds the row's lock. */
export async function insertVersion(
  db: Db,
  draftId: string,
  { verdict, sources = null, origin = null, ...version }: DraftVersion,
): Promise<void> {
  const json = {
    verdict: JSON.stringify(verdict),
    sources: sources === null ? null : JSON.stringify(sources),
    origin: origin === null ? null : JSON.stringify(origin),
  }
  await insertRows(db, 'draft_versions', { draftId, ...version, ...json })
  await updateDraft(db, draftId, { version: version.version })
}

export async function findVersion(db: Db, draftId: string, version: number): Promise<DraftVersion | null> {
  const row = await findRow(db, 'draft_versions', { draftId, version })
  return row === null ? null : versionOf(row)
}

/** A version as its row holds it. */
export function versionOf({ verdict, origin, sources, ...row }: Row<'draft_versions'>): DraftVersion {
  const json = {
    verdict: verdict as Verdict,
    origin: origin as VersionOrigin | null,
    sources: sources as Source[] | null,
  }
  return { ...without(row, 'draftId'), ...json }
}

function draftOf(raw: RawRow<'drafts'> | Row<'drafts'>): Draft {
  const row = without(rowOf<'drafts'>(raw), 'finishedAt', 'number', 'promptHash', 'parameters')
  const { ledger, promptTokens, completionTokens, durationMs, cost, currency, ...draft } = row
  const seconds = Math.round((durationMs ?? 0) / 100) / 10
  const tokens = (promptTokens ?? 0) + (completionTokens ?? 0)
  const took = promptTokens === null ? null : { seconds, tokens, cost, currency }
  return { ...draft, basis: ledger as DraftBasis | null, took }
}
