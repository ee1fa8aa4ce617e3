import type { Caller } from '../../members/caller.ts'
import type { CommandCall } from '../../slack/listener.ts'
import { today } from '../../time/clock.ts'
import type { Audience } from '../words/words.ts'

/** What can be typed after /essay: its names, and what is done with the words that follow. */
export type EssayVerb = {
  readonly names: readonly string[]
  readonly carryOut: (call: CommandCall<Caller>, rest: string) => Promise<void>
}

/** Whom an answer is for. */
export function audienceOf({
  ctx,
  workspace,
  locale,
}: Pick<Caller, 'ctx' | 'workspace' | 'locale'>): Audience {
  return { locale, zone: workspace.zone, today: today(ctx.clock, workspace.zone) }
}
