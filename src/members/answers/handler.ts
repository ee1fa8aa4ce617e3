import type { Context } from '../../context.ts'
import type { Locale } from '../../locale.ts'
import type { Log } from '../../log.ts'
import type { HandlerContext } from '../../slack/attend.ts'
import { identify, type Caller } from '../caller.ts'
import { lookUpRequest } from './look-up.ts'
import { keepAnswer } from './tell.ts'
import { withWhoCan } from './who-can.ts'

/** How requests are received: who asks is a member, and what is to be known or kept of a request is in the database. */
export function memberHandler(
  contextFor: (teamId: string) => Context,
  by: {
    readonly locale: Locale
    readonly log: Log
    readonly editButton: HandlerContext<Caller>['editButton']
  },
): HandlerContext<Caller> {
  return {
    identify: async (asking) => await identify(contextFor(asking.teamId), asking),
    localeOf: ({ locale }) => locale,
    defaultLocale: by.locale,
    log: by.log,
    editButton: by.editButton,
    lookUp: async ({ teamId, requestId }) => await lookUpRequest(contextFor(teamId), requestId),
    explain: async ({ ctx }, error) => await withWhoCan(ctx, error),
    keepAnswer: async ({ ctx, member }, message) => {
      await keepAnswer(ctx, member.id, message)
    },
  }
}
