import { expect, it } from 'vitest'
import { inRequest, sentence } from '../src/log.ts'
import { keptLog } from './helpers/kept-log.ts'

it('every line of a request has its id, its name and the milliseconds since it began; others have none', async () => {
  const { log, lines } = keptLog()
  const one = async (what: string) =>
    await inRequest(what, async () => {
      log.info({ from: what }, 'first')
      await new Promise((resolve) => setTimeout(resolve, 30))
      log.error({ err: new Error('boom') }, 'second')
    })
  await Promise.all([one('/study'), one('job drafts.T1')])
  log.info('outside')
  const byRequest = Map.groupBy(lines, ({ request }) => request)
  expect(byRequest.size).toBe(3)
  for (const [request, [first, second]] of byRequest) {
    if (request === undefined) continue
    expect(request).toMatch(/^[0-9a-f]{8}$/)
    expect(second?.['what']).toBe(first?.['from'])
    expect(Number(second?.['ms'])).toBeGreaterThanOrEqual(Number(first?.['ms']) + 20)
  }
  expect(byRequest.get(undefined)).toMatchObject([{ msg: 'outside' }])
})

it('on a terminal a line is a sentence', () => {
  const time = new Date(2022, 10, 21, 9, 30).getTime()
  expect(sentence({ level: 40, time, msg: 'Slack could not be reached', failures: 2 } as never)).toBe(
    '09:30:00 warning: Slack could not be reached (failures 2)\n',
  )
  expect(sentence({ level: 50, time, msg: 'failed', err: { message: 'boom', stack: 'at x' } })).toBe(
    '09:30:00 error: failed: boom\n',
  )
})
