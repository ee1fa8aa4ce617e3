import { plural } from '../../locale.ts'
import type { WebClient } from '@slack/web-api'
import { inTransaction } from '../../context.ts'
import type { LocalizedText } from '../../locale.ts'
import type { Caller } from '../../members/caller.ts'
import { listMembers } from '../../members/members-store.ts'
import { peopleOfGroups, type GroupPeople } from '../../members/people/user-groups.ts'
import type { QuickFields } from '../line/words/reading.ts'

/**
 * The Slack users whom a line names: by mention, by user group, or as 全体. Everyone is asked about: the form opens with
 * all of the office chosen, unless the line counts heads or names people, which says more than 全体.
 */
export async function peopleNamed(
  { ctx }: Pick<Caller, 'ctx'>,
  client: WebClient,
  { people, headCount }: Pick<QuickFields, 'people' | 'headCount'>,
): Promise<Pick<GroupPeople, 'userIds' | 'questions'>> {
  const groups = await peopleOfGroups(client, people.groupIds)
  const userIds = [...new Set([...people.userIds, ...groups.userIds])]
  if (people.everyone !== true || headCount !== undefined || userIds.length > 0) {
    return { userIds, questions: groups.questions }
  }
  const members = await inTransaction(ctx, async ({ db }) => await listMembers(db))
  const present = members
    .filter(({ leftOn, isBot, deactivated }) => leftOn === null && !isBot && !deactivated)
    .flatMap(({ slackUserId }) => slackUserId ?? [])
  return { userIds: present, questions: [...groups.questions, everyone(present.length)] }
}

function everyone(count: number): LocalizedText {
  return {
    zh: `“全体”先填了现有的 ${count} 人；请去掉没有参加的人，或只填人数。`,
    en: `For "everyone" all ${plural(count, 'person', 'people')} of the office are chosen. Take out who was not there, or give a head count only.`,
  }
}
