import type { WebClient } from '@slack/web-api'
import type { LocalizedText } from '../../locale.ts'

/** The people of Slack user groups, and what to ask where a group could not be read. */
export type GroupPeople = {
  readonly userIds: readonly string[]
  readonly questions: readonly LocalizedText[]
  /** Slack did not tell who is in one of them. */
  readonly isUnreadable: boolean
}

/** Reads who is in these user groups (Slack ids S…), each once, in order. Needs the scope usergroups:read. */
export async function peopleOfGroups(client: WebClient, groupIds: readonly string[]): Promise<GroupPeople> {
  const userIds = new Set<string>()
  const questions: LocalizedText[] = []
  let isUnreadable = false
  for (const usergroup of new Set(groupIds)) {
    try {
      const { users = [] } = await client.usergroups.users.list({ usergroup })
      for (const user of users) userIds.add(user)
      if (users.length === 0) questions.push(EMPTY)
    } catch (error) {
      // A group that is no more has nobody in it; anything else may pass.
      if (codeOf(error) !== 'no_such_subteam') isUnreadable = true
      questions.push(unreadable(error))
    }
  }
  return { userIds: [...userIds], questions, isUnreadable }
}

const EMPTY: LocalizedText = {
  zh: '提到的用户组里没有人。请在人员里选。',
  en: 'There is nobody in the user group. Choose the people.',
}

function unreadable(error: unknown): LocalizedText {
  const code = codeOf(error)
  return {
    zh: `读不到用户组里有谁（Slack：${code}）。请在人员里选。`,
    en: `Slack does not tell who is in the user group (${code}). Choose the people.`,
  }
}

function codeOf(error: unknown): string {
  return (error as { data?: { error?: string } }).data?.error ?? 'no_answer'
}
