import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf, type Context } from '../context.ts'
import { recordAudit } from '../members/audit-store.ts'
import { readHeldData, type HeldData } from './held-data.ts'

/** A person's data as a file, and how many entries it has. */
export type PersonalExport = { readonly fileName: string; readonly json: string; readonly entries: number }

/**
 * Everything held about a member, as one JSON file: by table, with the columns' names. That it was asked for is in the
 * audit log. Throws AlreadyHandled for a redelivered request.
 */
export async function exportMine(
  ctx: Context,
  asked: { readonly memberId: string; readonly requestId: string },
): Promise<PersonalExport> {
  return await inTransaction(
    ctx,
    async (ctx) => {
      const at = nowOf(ctx)
      await recordAudit(ctx.db, {
        id: randomUUID(),
        at,
        by: asked.memberId,
        action: 'privacy.export',
        subject: asked.memberId,
        details: {},
      })
      const held = await readHeldData(ctx.db, asked.memberId)
      return {
        fileName: `wenshu-my-data-${at.toISOString().slice(0, 10)}.json`,
        json: `${JSON.stringify({ about: ABOUT, workspace: ctx.teamId, exported_at: at.toISOString(), ...held }, null, 2)}\n`,
        entries: countOf(held),
      }
    },
    { once: asked.requestId },
  )
}

const ABOUT = {
  zh: '文书里与您有关的全部内容，按表列出。时间为 UTC。与他人有关的部分不在其中。',
  en: 'Everything Wenshu holds about you, table by table. Times are in UTC. What concerns others is left out.',
}

function countOf(held: HeldData): number {
  return Object.values(held).reduce((sum, rows) => sum + rows.length, 0)
}
