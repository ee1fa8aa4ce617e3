import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { examineJobs, examineReminders } from '../../../src/cli/doctor/work.ts'
import type { Runtime } from '../../../src/app/runtime.ts'
import { onBothDatabases } from '../../helpers/databases.ts'
import { memberIdOf, sendingOffice, SEVEN_BEFORE } from '../../reminders/sending.ts'
import { shared } from '../../helpers/shared.ts'

onBothDatabases('what the doctor says of reminders and jobs', (kind) => {
  const office = shared(() => sendingOffice(kind))
  let house: Pick<Runtime, 'database'>
  beforeAll(async () => {
    house = { database: office.ctx.database }
  })
  beforeEach(async () => {
    await office.reset()
  })

  const row = async (
    number: string,
    state: 'claimed' | 'unknown',
    hours: number,
    reason: string | null = null,
  ) => {
    const member_id = await memberIdOf(office, number)
    const ago = new Date(Date.now() - hours * 3_600_000)
    await inTransaction(office.ctx, async ({ db }) => {
      await db
        .insertInto('reminders')
        .values({
          member_id,
          month: '2022-11',
          step: 'T-7',
          reminder_id: randomUUID(),
          state,
          owed: 2,
          planned_for: SEVEN_BEFORE,
          decided_at: SEVEN_BEFORE,
          queued_at: ago,
          sending_since: ago,
          reason,
        })
        .execute()
    })
  }
  const found = async () =>
    (await examineReminders(office.ctx)).map(({ state, found }) => `${state}: ${found}`)

  it('nothing hangs', async () => {
    await row('M011', 'unknown', 0.5)
    expect(await found()).toEqual(['well: none hangs'])
    expect((await examineJobs(house)).map(({ state }) => state)).toEqual(['well'])
  })

  it('a reminder is unknown for more than an hour', async () => {
    await row('M011', 'unknown', 1.5)
    expect(await found()).toEqual([
      'fault: of 1 it is unknown for more than an hour whether they stand in Slack',
    ])
  })

  it('Slack bars the bot: with its word, and what to do', async () => {
    await row('M011', 'claimed', 0.1, 'slack:invalid_auth')
    await row('M012', 'claimed', 0.1, 'slack:invalid_auth')
    const [finding] = await examineReminders(office.ctx)
    expect(finding).toMatchObject({ state: 'fault', found: '2 waiting, since Slack answers invalid_auth' })
    expect(finding?.advice).toContain('SLACK_BOT_TOKEN')
  })

  it('a claim is not heard of for more than an hour', async () => {
    await row('M011', 'claimed', 2)
    expect(await found()).toEqual(['warning: 1 not heard of for more than an hour'])
  })

  it('jobs that nobody works, and jobs given up, with what they said', async () => {
    await office.jobs.work(
      'test.doctor',
      { concurrency: 1, retries: 0, retryDelay: 1, expireIn: 60 },
      async () => {},
    )
    const data = { teamId: office.ctx.teamId }
    const queue = `test.doctor.${office.ctx.teamId}`
    await sql`
      insert into pgboss.job (name, data, state, start_after, completed_on, output) values
        (${queue}, ${JSON.stringify(data)}::jsonb, 'active', now() - interval '2 hours', null, null),
        (${queue}, ${JSON.stringify(data)}::jsonb, 'failed', now() - interval '2 hours', now(), '{"message": "boom"}')
      `.execute(office.ctx.database.base)
    expect(await examineJobs(house)).toMatchObject([
      { check: `jobs of ${queue}`, state: 'warning', found: '1 given up in the last day: boom' },
    ])
    await sql`
      insert into pgboss.job (name, data, state, start_after, blocked) values
        (${queue}, ${JSON.stringify(data)}::jsonb, 'created', now() - interval '2 hours', true)`.execute(
      office.ctx.database.base,
    )
    expect(await examineJobs(house)).toMatchObject([
      { state: 'fault', found: '1 waiting for more than an hour; 1 given up in the last day: boom' },
    ])
  })
})
