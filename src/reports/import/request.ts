import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf, type Context } from '../../context.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import type { Period } from '../../time/period.ts'
import { forgetReportImports, insertReportImport } from './store.ts'

/** The queue on which edited documents are read. */
export const REPORT_IMPORTS = 'report-imports'

/** What was asked so long ago is forgotten, decided or not. */
const KEPT_DAYS = 30

/** Takes a document's id in Slack and leaves the rest to the queue: the form has to be answered within three seconds. */
export async function requestReportImport(
  ctx: Context,
  asked: {
    readonly slackFileId: string
    readonly fileName: string
    readonly period: Period
    readonly by: Member
    readonly requestId: string
  },
): Promise<void> {
  requireAbility(asked.by, 'write reports')
  await inTransaction(
    ctx,
    async (ctx) => {
      const askedAt = nowOf(ctx)
      await forgetReportImports(ctx.db, new Date(askedAt.getTime() - KEPT_DAYS * 86_400_000))
      const id = randomUUID()
      const { slackFileId, fileName, period } = asked
      const row = { id, byMember: asked.by.id, askedAt, slackFileId, fileName, period: period.label }
      await insertReportImport(ctx.db, row)
      await ctx.enqueue(REPORT_IMPORTS, { importId: id })
    },
    { once: asked.requestId },
  )
}
