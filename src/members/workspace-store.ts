import { sql } from 'kysely'
import { insertNew, rowOf } from '../db/rows/rows.ts'
import type { Db } from '../db/tenant.ts'
import type { Locale } from '../locale.ts'

/** A Slack workspace and what its admin has set. Each slice reads its own part of `settings`. */
export type Workspace = {
  readonly teamId: string
  readonly name: string
  /** IANA zone of the office: dates typed and reminder hours are in it. */
  readonly zone: string
  /** Holiday region: CN, US-CA, … or none. */
  readonly region: string
  readonly locale: Locale
  readonly settings: Readonly<Record<string, unknown>>
  /** Grows with every change of the settings, kinds or measures: what is kept in memory is of one revision. */
  readonly revision: number
  /** The office's day on which Wenshu was installed, ISO; null when it is not known. */
  readonly installedOn: string | null
}

/** The part of the settings that says what guests and people of other organisations may do: `members`, or nothing. */
export const GUEST_SETTING = 'guests'

/** Whether guests, and people of other organisations, may use Wenshu as members do. An admin has to say so. */
export function letsGuestsIn({ settings }: Pick<Workspace, 'settings'>): boolean {
  return settings[GUEST_SETTING] === 'members'
}

/** The workspace of this transaction. Throws when it was never set up. */
export async function readWorkspace(db: Db): Promise<Workspace> {
  const row = await db.selectFrom('workspaces').selectAll().executeTakeFirst()
  if (row === undefined) throw new Error('this workspace is not set up')
  return { teamId: row.team_id, ...rowOf<'workspaces'>(row) }
}

/** Sets the workspace up the first time; does nothing later. Returns whether it was new. */
export async function insertWorkspace(
  db: Db,
  workspace: Pick<Workspace, 'name' | 'zone' | 'region' | 'locale' | 'installedOn'>,
): Promise<boolean> {
  await db
    .insertInto('teams')
    .defaultValues()
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return await insertNew(db, 'workspaces', { ...workspace, settings: '{}' })
}

/** Replaces one slice's part of the settings; what others have set meanwhile stays. */
export async function updateSettings(db: Db, part: string, value: unknown): Promise<void> {
  await sql`
    update workspaces set revision = revision + 1,
      settings = settings || jsonb_build_object(${part}::text, ${JSON.stringify(value)}::jsonb)`.execute(db)
}

/** Holds off other changes of the settings until the commit: for those who read what they replace. */
export async function lockSettings(db: Db): Promise<void> {
  await db.selectFrom('workspaces').select('team_id').forUpdate().execute()
}

/** Replaces what the workspace itself has: zone, holiday region and language. */
export async function updateOffice(
  db: Db,
  office: Pick<Workspace, 'zone' | 'region' | 'locale'>,
): Promise<void> {
  const { zone, region, locale } = office
  await db.updateTable('workspaces').set({ zone, region, locale }).execute()
}

/** Says that kinds, measures or settings have changed, to whoever keeps them in memory. */
export async function touchWorkspace(db: Db): Promise<void> {
  await db
    .updateTable('workspaces')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .execute()
}
