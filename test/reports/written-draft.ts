import { inTransaction, type Context } from '../../src/context.ts'
import { freshDatabase, type DatabaseKind } from '../helpers/databases.ts'
import { memberNamed, officeOn } from '../helpers/office.ts'
import type { Jobs } from '../../src/jobs/queue.ts'
import type { Member } from '../../src/members/member.ts'
import { basisFor } from '../../src/reports/write/draft-section.ts'
import { insertDraft, insertVersion, updateDraft } from '../../src/reports/draft/drafts-store.ts'
import { nextNumber } from '../../src/db/tenant.ts'
import { writeSection } from '../../src/reports/write/write-section.ts'
import { parsePeriod } from '../../src/time/parse-period.ts'

/** The sample office without Slack; jobs are written down and nobody works them. */
export type DraftingOffice = {
  readonly ctx: Context
  readonly queued: { readonly queue: string; readonly data: Readonly<Record<string, unknown>> }[]
  readonly member: (externalId: string) => Promise<Member>
  /** A section written by the composer, as its version 1. Returns the draft's id. */
  readonly drafted: (section?: string) => Promise<string>
} & AsyncDisposable

export async function draftingOffice(kind: DatabaseKind): Promise<DraftingOffice> {
  const database = await freshDatabase(kind)
  const queued: DraftingOffice['queued'] = []
  const jobs: Jobs = {
    work: async () => {},
    enqueue: async (_db, queue, data) => {
      queued.push({ queue, data })
    },
    enqueueAll: async (_db, queue, all) => {
      queued.push(...all.map((data) => ({ queue, data })))
    },
  }
  const ctx: Context = { ...(await officeOn(database, { sample: true })), jobs }
  return {
    ctx,
    queued,
    member: (externalId) => memberNamed(ctx, externalId),
    drafted: async (section = 'learning') => {
      const basis = await basisFor(ctx, { section, period: parsePeriod('2022') })
      const sink = { append: async () => {}, restart: async () => {} }
      const { text, verdict, sources } = await writeSection(basis, null, sink, new AbortController().signal)
      const at = new Date('2022-11-18T01:00:00Z')
      return await inTransaction(ctx, async ({ db }) => {
        const number = await nextNumber(db, 'draft')
        const id = `D-${number}`
        const of = { outlineId: 'zh-annual', sectionId: basis.section.id, period: '2022', channel: null }
        await insertDraft(db, { ...of, id, number, requestedBy: null, requestedAt: at })
        await insertVersion(db, id, {
          version: 1,
          text,
          verdict,
          sources,
          byMember: null,
          writtenBy: 'composer',
          at,
        })
        await updateDraft(db, id, { state: 'ready', ledger: JSON.stringify(basis) })
        return id
      })
    },
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]()
    },
  }
}
