import type { Context } from '../../context.ts'
import type { Jobs } from '../../jobs/queue.ts'
import { loadPrompts } from '../../llm/prompts.ts'
import { carryOutRedraft } from '../redraft/carry-out-redraft.ts'
import { loadOutlines } from '../outline/load-outlines.ts'
import { DRAFTS } from './request-draft.ts'
import { REDRAFTS } from '../tell/tell-news.ts'
import { writeDraft } from './write-draft.ts'

/**
 * Starts writing the drafts that were asked for. Reads the prompts and outlines first, so that a broken file shows at
 * start and not at the first draft.
 */
export async function startDrafting(
  jobs: Jobs | null,
  contextFor: (teamId: string) => Context,
): Promise<void> {
  loadPrompts()
  loadOutlines()
  if (jobs === null) return
  await jobs.work(
    DRAFTS,
    { concurrency: 3, retries: 3, retryDelay: 3, expireIn: 900 },
    async ({ teamId, draftId }, signal) => await writeDraft(contextFor(teamId), String(draftId), signal),
  )
  await jobs.work(
    REDRAFTS,
    { concurrency: 2, retries: 3, retryDelay: 3, expireIn: 600 },
    async ({ teamId, draftId, number }, signal) => {
      const asked = { draftId: String(draftId), number: Number(number) }
      await carryOutRedraft(contextFor(teamId), asked, signal)
    },
  )
}
