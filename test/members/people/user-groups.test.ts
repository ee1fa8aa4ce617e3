import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { peopleOfGroups } from '../../../src/members/people/user-groups.ts'
import { startPlayground, type Playground } from '../../../src/playground/server/playground.ts'
import { clientOf, MIKA, office, REN } from '../../playground/house.ts'

describe('the people of a user group', () => {
  let slack: Playground
  beforeAll(async () => {
    slack = await startPlayground(
      office({
        userGroups: [
          { id: 'S0WRITERS', handle: 'writers', name: 'Writers', users: [MIKA, REN] },
          { id: 'S0EDITORS', handle: 'editors', name: 'Editors', users: [REN] },
          { id: 'S0NOBODY', handle: 'nobody', name: 'Nobody', users: [] },
        ],
      }),
    )
  })
  afterAll(async () => {
    await slack[Symbol.asyncDispose]()
  })

  it('are its members, each once, over all groups that were mentioned', async () => {
    expect(await peopleOfGroups(clientOf(slack), ['S0WRITERS', 'S0EDITORS', 'S0WRITERS'])).toEqual({
      userIds: [MIKA, REN],
      questions: [],
      isUnreadable: false,
    })
  })

  it('are asked for where Slack does not tell them, or there are none', async () => {
    const { userIds, questions, isUnreadable } = await peopleOfGroups(clientOf(slack), [
      'S0UNKNOWN',
      'S0EDITORS',
      'S0NOBODY',
    ])
    expect(userIds).toEqual([REN])
    expect(isUnreadable).toBe(false)
    expect(questions.map(({ en }) => en)).toEqual([
      'Slack does not tell who is in the user group (no_such_subteam). Choose the people.',
      'There is nobody in the user group. Choose the people.',
    ])
  })
})
