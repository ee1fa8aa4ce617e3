import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { inTransaction, type Context } from '../context.ts'
import { MemberFacingError } from '../errors.ts'

/** Stands beside the backups, so that a person who was erased stays erased when one is restored. */
export const ERASURES_FILE = 'erasures.ndjson'

const erasureSchema = z.strictObject({
  team: z.string().min(1),
  member: z.string().min(1),
  newName: z.string().min(1),
  at: z.iso.datetime(),
})

/** One erasure: no personal data. `at` is an ISO time in UTC. */
export type NotedErasure = z.infer<typeof erasureSchema>

/**
 * Notes every erasure of the workspace that is not noted yet beside the backups of the embedded database; a PostgreSQL
 * is backed up by its owner. Run after an erasure, and once a day, so that one is noted although the process died between.
 */
export async function noteErasures(ctx: Context): Promise<void> {
  const { address } = ctx.database
  if (address.kind !== 'pglite' || address.folder === null) return
  const erased = await inTransaction(
    ctx,
    async ({ db }) =>
      await db
        .selectFrom('members')
        .select(['id', 'name', 'erased_at'])
        .where('erased_at', 'is not', null)
        .orderBy('erased_at')
        .execute(),
  )
  // From here on nothing is waited for, so that of two at once neither forgets what the other noted.
  const file = join(address.folder, 'backups', ERASURES_FILE)
  const noted = readErasures(file) ?? []
  const known = new Set(noted.map(({ team, member }) => `${team} ${member}`))
  const fresh = erased
    .filter(({ id }) => !known.has(`${ctx.teamId} ${id}`))
    .map(({ id, name, erased_at: at }) => ({
      team: ctx.teamId,
      member: id,
      newName: name,
      at: (at ?? new Date(0)).toISOString(),
    }))
  if (fresh.length > 0) writeErasures(file, [...noted, ...fresh])
}

/** The erasures of a file, oldest first; null: there is no such file. Throws MemberFacingError for a line that is none. */
export function readErasures(file: string): NotedErasure[] | null {
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line, place) => (line.trim() === '' ? [] : [readLine(file, line, place + 1)]))
}

function readLine(file: string, line: string, number: number): NotedErasure {
  try {
    return erasureSchema.parse(JSON.parse(line))
  } catch {
    throw new MemberFacingError({
      zh: `${file} 第 ${number} 行看不懂。请改好这一行再试；不要删掉它，它记着谁的个人信息已删除。`,
      en: `Line ${number} of ${file} cannot be read. Mend that line and try again; it tells whose personal data were erased, so do not drop it.`,
    })
  }
}

/** The whole file anew: at no moment is there half of one. */
function writeErasures(file: string, erasures: readonly NotedErasure[]): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const partial = `${file}.part`
  writeFileSync(partial, erasures.map((erasure) => `${JSON.stringify(erasure)}\n`).join(''), { mode: 0o600 })
  const handle = openSync(partial, 'r')
  fsyncSync(handle)
  closeSync(handle)
  renameSync(partial, file)
}
