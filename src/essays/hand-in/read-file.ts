import { inTransaction, type Context, type Transacting } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { TryAgainLater, type Jobs } from '../../jobs/queue.ts'
import { findMember } from '../../members/members-store.ts'
import { fetchFile, FILE_INPUT_BYTES } from '../../slack/files/fetch-file.ts'
import type { Essay } from '../essay/essay.ts'
import { keepFileText } from './files-store.ts'
import { findEssay } from '../essay/store.ts'
import { tellFileNotRead } from '../tell/tell.ts'
import { textOfFileApart } from './file-text.ts'

const ESSAY_FILES = 'essay-files'

/** What a file handed in may have, in bytes. */
export const MOST_FILE_BYTES = FILE_INPUT_BYTES

/** Starts reading the words of files that are handed in. */
export async function startEssayFiles(
  jobs: Jobs | null,
  contextFor: (teamId: string) => Context,
): Promise<void> {
  await jobs?.work(
    ESSAY_FILES,
    { concurrency: 1, retries: 40, retryDelay: 30, expireIn: 120 },
    async ({ teamId, essayId, fileId }) => {
      await readEssayFile(contextFor(teamId), { essayId: String(essayId), fileId: String(fileId) })
    },
  )
}

/** Has a file that is new read after the commit. */
export async function queueFileReading(
  ctx: Pick<Transacting, 'enqueue'>,
  before: Essay | null,
  { id, file }: Essay,
): Promise<void> {
  if (file === null || file.id === before?.file?.id) return
  await ctx.enqueue(ESSAY_FILES, { essayId: id, fileId: file.id })
}

/** Reads a file's words and keeps them with the essay. Run again it does the same once more, or nothing. */
async function readEssayFile(
  ctx: Context,
  job: { readonly essayId: string; readonly fileId: string },
): Promise<void> {
  const { essay, author } = await inTransaction(ctx, async ({ db }) => {
    const essay = await findEssay(db, job.essayId)
    return { essay, author: essay === null ? null : await findMember(db, essay.memberId) }
  })
  const file = essay?.file ?? null
  if (essay === null || author === null || file?.id !== job.fileId || file.state !== 'reading') return
  const client = ctx.slack?.interactive
  // Another process has this workspace's token, and takes the job when it is put back.
  if (client === undefined) throw new TryAgainLater(30)
  const keep = async (read: Parameters<typeof keepFileText>[2], fault?: MemberFacingError) => {
    await inTransaction(ctx, async (ctx) => {
      await keepFileText(ctx.db, job, read)
      if (fault !== undefined) await tellFileNotRead(ctx, essay, job.fileId, fault)
    })
  }
  let found: { name: string; url: string | null } = { name: file.name, url: null }
  try {
    const fetched = await fetchFile(client, { id: file.id, of: author.slackUserId, most: MOST_FILE_BYTES })
    found = { name: fetched.name, url: fetched.url }
    await keep({ ...found, state: 'read', text: await textOfFileApart(fetched.name, fetched.bytes) })
  } catch (error) {
    if (!(error instanceof MemberFacingError)) throw error
    await keep({ ...found, state: 'unreadable', text: error.message }, error)
  }
}
