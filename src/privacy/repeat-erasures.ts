import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { inTransaction, nowOf, type Context } from '../context.ts'
import { recordAudit } from '../members/audit-store.ts'
import { findMember } from '../members/members-store.ts'
import { eraseRows, findErasure } from './erase-store.ts'
import { noteErasures, readErasures, type NotedErasure } from './erasures-file.ts'
import { findMentions, type Mention } from './texts/mentions.ts'

/** An erasure that was done once more. `mentions`: the texts of people that name the person again. */
export type Repeated = { readonly newName: string; readonly mentions: readonly Mention[] }

/**
 * Erases again, in a database that was restored from a backup, who was erased after it was made: whom the file beside the
 * backup names and the backup does not know as erased. null: there is no such file, so nothing is known.
 */
export async function repeatErasures(
  contextFor: (teamId: string) => Context,
  file: string,
): Promise<readonly Repeated[] | null> {
  const erasures = readErasures(file)
  if (erasures === null) return null
  const repeated: Repeated[] = []
  for (const erasure of erasures) {
    const done = await repeat(contextFor(erasure.team), erasure)
    if (done !== null) repeated.push(done)
  }
  for (const team of new Set(erasures.map((erasure) => erasure.team))) await noteErasures(contextFor(team))
  return repeated
}

async function repeat(ctx: Context, { member: id, newName, at }: NotedErasure): Promise<Repeated | null> {
  return await inTransaction(ctx, async (ctx) => {
    const { db } = ctx
    const member = await findMember(db, id)
    if (member === null || (await findErasure(db, id)) !== null) return null
    await eraseRows(db, member, { name: newName, at: new Date(at) })
    await keepCounter(ctx.db, newName)
    await recordAudit(db, {
      id: randomUUID(),
      at: nowOf(ctx),
      by: null,
      action: 'privacy.erase repeated',
      subject: id,
      details: { newName, at },
    })
    return { newName, mentions: await findMentions(db, member) }
  })
}

/** The next person to be erased gets a number that nobody has. */
async function keepCounter(db: Parameters<typeof findErasure>[0], newName: string): Promise<void> {
  const number = Number(/#(\d+)$/.exec(newName)?.[1] ?? 0)
  await sql`
    insert into counters (name, value) values ('erased', ${number})
    on conflict (team_id, name) do update set value = greatest(counters.value, excluded.value)`.execute(db)
}
