import type { Done, Faults } from '../../src/playground/protocol/protocol.ts'
import type { TestHouse } from '../helpers/house.ts'

/** Lets the way to Slack break from now on; nothing: it goes well again. */
export async function breakSlack(house: TestHouse, faults: Partial<Faults> = {}): Promise<void> {
  const body = JSON.stringify({ reset: true, ...faults })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${house.url}/people/faults`, { method: 'POST', headers, body })
  const { ok } = (await answer.json()) as Done
  if (!ok) throw new Error('the faults were not taken')
}

/** Lets somebody's Slack be in English. */
export async function speaksEnglish(house: TestHouse, userId: string): Promise<void> {
  await fetch(`${house.url}/people/profile`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: userId, locale: 'en-US' }),
  })
}
