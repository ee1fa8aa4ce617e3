import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf } from '../context.ts'
import { FieldIssues } from '../errors.ts'
import type { Caller } from '../members/caller.ts'
import { requireAbility } from '../members/member.ts'
import { tooLarge } from '../slack/files/fetch-file.ts'
import type { ActionCall, CommandCall, FormCall, Listeners } from '../slack/listener.ts'
import { cancelImport, requireReady } from './apply-import.ts'
import type { ImportSort } from './import-sort.ts'
import { importCancelled, importForm } from './messages.ts'
import { forgetPendingImports, insertPendingImport } from './pending-store.ts'

/** What was asked so long ago is forgotten, decided or not. */
const KEPT_DAYS = 30

/** Opens the form that takes a file of a sort. Throws MemberFacingError for who may not import one. */
export async function openImport<Plan, Done>(
  sort: ImportSort<Plan, Done>,
  { caller, openForm }: Pick<CommandCall<Caller>, 'caller' | 'openForm'>,
): Promise<void> {
  requireAbility(caller.member, sort.ability)
  await openForm(importForm(sort, caller))
}

/** Registers the form that takes the file, and the buttons of the preview. */
export function registerImport<Plan, Done>(listeners: Listeners<Caller>, sort: ImportSort<Plan, Done>): void {
  listeners.form(sort.form, async (call) => {
    await take(sort, call)
  })
  listeners.action(`${sort.form}.apply`, async (call) => {
    await press(sort, call)
  })
  listeners.action(`${sort.form}.cancel`, async ({ caller, value, reply }) => {
    const { ctx, member, locale } = caller
    const { fileName } = await cancelImport(ctx, sort, { id: value, by: member })
    await reply(importCancelled(fileName, locale), { replace: true })
  })
}

/** Takes the file's id and leaves the rest to the queue: the form has to be answered within three seconds. */
async function take<Plan, Done>(
  sort: ImportSort<Plan, Done>,
  { caller, values }: FormCall<Caller>,
): Promise<void> {
  const { ctx, member, requestId } = caller
  requireAbility(member, sort.ability)
  const [file] = values['file']?.['value']?.files ?? []
  if (file === undefined) throw new FieldIssues({ file: { zh: '请选一个文件。', en: 'Choose a file.' } })
  const { most, advice } = sort.file
  if ((file.size ?? 0) > most) throw new FieldIssues({ file: tooLarge(most, advice) })
  const period = sort.period?.read(values, caller) ?? null
  await inTransaction(
    ctx,
    async (ctx) => {
      const askedAt = nowOf(ctx)
      await forgetPendingImports(ctx.db, new Date(askedAt.getTime() - KEPT_DAYS * 86_400_000))
      const id = randomUUID()
      const sent = { slackFileId: file.id, fileName: file.name ?? file.id, period }
      await insertPendingImport(ctx.db, { id, sort: sort.name, byMember: member.id, askedAt, ...sent })
      await ctx.enqueue(sort.queue.name, { importId: id })
    },
    { once: requestId },
  )
}

/** Leaves the import to the queue, which says how it ended in the preview's place. */
async function press<Plan, Done>(
  sort: ImportSort<Plan, Done>,
  { caller, value, channelId, messageTs }: ActionCall<Caller>,
): Promise<void> {
  const { ctx, member, requestId } = caller
  requireAbility(member, sort.ability)
  await inTransaction(
    ctx,
    async (ctx) => {
      const { pending } = await requireReady(ctx, sort, { id: value, by: member })
      const job = { importId: pending.id, apply: true, channel: channelId, ts: messageTs }
      await ctx.enqueue(sort.queue.name, job)
    },
    { once: requestId },
  )
}
