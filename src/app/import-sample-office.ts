import { inTransaction, type Context } from '../context.ts'
import { importOffice } from './import-office.ts'
import { linkMember } from '../members/roster/link-member.ts'
import { findMemberByAnyName, changeRole } from '../members/members-store.ts'
import { sampleOffice, type SampleOffice } from '../playground/sample-office/sample-office.ts'
import { setUpWorkspace } from './set-up-workspace.ts'

/** Imports the sample office the first time, and links its members to the playground's accounts. */
export async function importSampleOffice(ctx: Context): Promise<void> {
  const office = sampleOffice()
  const isNew = await setUpWorkspace(ctx, office.team.name)
  if (!isNew && (await isComplete(ctx, office))) return
  await importOffice(ctx, office.folder)
  for (const [member, slackUserId] of office.accounts) await linkMember(ctx, { member, slackUserId })
  await inTransaction(ctx, async ({ db }) => {
    const editor = await findMemberByAnyName(db, office.editor)
    if (editor !== null) await changeRole(db, editor.id, 'editor', { inSlack: true })
  })
}

/** A first start that was killed half-way is taken up again: the editor is named last of all. */
async function isComplete(ctx: Context, office: SampleOffice): Promise<boolean> {
  const editor = await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, office.editor))
  return editor !== null && editor.slackUserId !== null && editor.role !== 'member'
}
