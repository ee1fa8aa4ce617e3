import type { Transacting } from '../../context.ts'
import type { MemberFacingError } from '../../errors.ts'
import { tell } from '../../outbox/tell/tell.ts'
import type { Month } from '../../time/month.ts'
import type { Essay } from '../essay/essay.ts'

/** What people are told about essays, each in their DM and once; the words are made when it is posted. */
export const TOLD = {
  decided: 'essay-decided',
  passedOn: 'essay-passed-on',
  excellent: 'essay-excellent',
  exempted: 'essay-exempted',
  fileNotRead: 'essay-file-not-read',
} as const

/** Has somebody told of the move that an essay has just made. */
export async function tellMove(
  ctx: Transacting,
  kind: (typeof TOLD)['decided' | 'passedOn' | 'excellent'],
  { id: essayId, revision }: Pick<Essay, 'id' | 'revision'>,
  memberId: string,
): Promise<string | null> {
  return await tell(ctx, { kind, key: `${essayId}:${revision}`, memberId, payload: { essayId, revision } })
}

/** Has a member told that they are let off months, or no longer are. */
export async function tellExempted(
  ctx: Transacting,
  change: { readonly by: string; readonly months: readonly Month[]; readonly isRevoked: boolean },
  memberId: string,
  requestId: string,
): Promise<void> {
  await tell(ctx, { kind: TOLD.exempted, key: requestId, memberId, payload: change })
}

/** Has an author told why the words of their file could not be read. */
export async function tellFileNotRead(
  ctx: Transacting,
  { id: essayId, memberId }: Pick<Essay, 'id' | 'memberId'>,
  fileId: string,
  fault: MemberFacingError,
): Promise<void> {
  const payload = { essayId, zh: fault.in('zh'), en: fault.in('en') }
  await tell(ctx, { kind: TOLD.fileNotRead, key: `${essayId} ${fileId}`, memberId, payload })
}
