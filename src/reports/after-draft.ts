import type { Caller } from '../members/caller.ts'
import type { Listeners } from '../slack/listener.ts'
import { approvalVerbs, registerApprovals } from './approve/slack.ts'
import { lexiconVerbs, registerConfirming } from './confirm/slack.ts'
import { editVerbs, registerEditing } from './edit/slack.ts'
import { registerFollowing } from './corrections/slack.ts'
import type { ReportVerb } from './slack/verb.ts'
import { registerRedrafting } from './redraft/slack.ts'
import { registerSources } from './sources/slack.ts'
import { registerShow, showVerbs } from './show/slack.ts'

/** What `/report` does with a draft that is written. */
export const afterDraftVerbs: readonly ReportVerb[] = [
  ...editVerbs,
  ...approvalVerbs,
  ...showVerbs,
  ...lexiconVerbs,
]

/** The buttons and forms of a draft that is written. */
export function registerAfterDraft(listeners: Listeners<Caller>): void {
  registerEditing(listeners)
  registerApprovals(listeners)
  registerShow(listeners)
  registerFollowing(listeners)
  registerConfirming(listeners)
  registerSources(listeners)
  registerRedrafting(listeners)
}
