import type { App } from '@slack/bolt'
import { WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FailureInjector } from '../../../src/playground/behaviour/faults.ts'
import { startPlayground } from '../../../src/playground/server/playground.ts'
import { RateLimits, type Tier } from '../../../src/playground/behaviour/rate-limits.ts'
import { clientOf, errorOf, GENERAL, MIKA, office, startRuntime, until } from '../house.ts'

describe('when Slack is not well', () => {
  it('a lost answer means that the message is there all the same', async () => {
    await using slack = await startPlayground(office())
    slack.faults.set({ loseAnswers: [{ method: 'chat.postMessage', probability: 1, times: 1 }] })
    const post = clientOf(slack).chat.postMessage({ channel: GENERAL, text: 'once' })
    await expect(post).rejects.toBeInstanceOf(WebAPIRequestError)
    expect(slack.messagesIn(GENERAL).map(({ text }) => text)).toEqual(['once'])
    const retrying = clientOf(slack, { retryConfig: { retries: 1, minTimeout: 1 } })
    slack.faults.set({ loseAnswers: [{ method: 'chat.postMessage', probability: 1, times: 1 }] })
    await retrying.chat.postMessage({ channel: GENERAL, text: 'twice' })
    expect(slack.messagesIn(GENERAL).filter(({ text }) => text === 'twice')).toHaveLength(2)
  })

  it('a 429 says how long to wait, and nothing was done', async () => {
    await using slack = await startPlayground(office())
    slack.faults.set({ answer429: [{ method: 'chat.postMessage', every: 2, retryAfter: 7 }] })
    const client = clientOf(slack, { rejectRateLimitedCalls: true })
    await client.chat.postMessage({ channel: GENERAL, text: '1' })
    const limited = client.chat.postMessage({ channel: GENERAL, text: '2' })
    await expect(limited).rejects.toMatchObject({ retryAfter: 7 })
    await expect(limited).rejects.toBeInstanceOf(WebAPIRateLimitedError)
    expect(slack.messagesIn(GENERAL)).toHaveLength(1)
  })

  it('errors and HTTP statuses come as often as asked for', async () => {
    await using slack = await startPlayground(office())
    const client = clientOf(slack)
    slack.faults.set({
      fail: [{ method: 'chat.postMessage', error: 'internal_error', times: 1 }],
      failHttp: [{ method: '*', status: 503, times: 1 }],
    })
    const outcomes: string[] = []
    for (let n = 0; n < 3; n += 1) {
      outcomes.push(await errorOf(client.chat.postMessage({ channel: GENERAL, text: 'x' })))
    }
    expect(outcomes).toEqual(['WebAPIHTTPError', 'internal_error', 'accepted'])
  })

  it('an envelope that is sent twice reaches the bot twice, with one identity', async () => {
    const seen: (string | undefined)[] = []
    await using house = await startRuntime((bot) => {
      bot.command('/study', async ({ ack, command }) => {
        seen.push(command.trigger_id)
        await ack()
      })
    })
    house.slack.faults.set({ redeliver: 1 })
    expect(await house.slack.people.person(MIKA).type('/study')).toEqual({ ok: true })
    await until(() => seen.length === 2)
    expect(new Set(seen).size).toBe(1)
  })

  it('a cut connection fails what is under way', async () => {
    await using house = await startRuntime((bot) => {
      bot.command('/slow', async () => {})
    })
    const answer = house.slack.people.person(MIKA).type('/slow')
    setTimeout(() => house.slack.disconnectSockets('cut'), 50)
    expect(await answer).toMatchObject({ ok: false, error: 'dispatch_failed' })
    expect(await house.slack.people.person(MIKA).type('/slow')).toMatchObject({ error: 'dispatch_failed' })
  })

  it('a bot that was asked to reconnect comes back and is told of what people write', async () => {
    const heard: string[] = []
    const register = (bot: App): void => {
      bot.message(async ({ message }) => {
        heard.push('text' in message ? (message.text ?? '') : '')
      })
    }
    await using house = await startRuntime(register, {}, 200)
    house.slack.disconnectSockets('refresh_requested')
    await new Promise((resolve) => {
      setTimeout(resolve, 50)
    })
    await house.slack.untilConnected()
    expect(await house.slack.people.person(MIKA).type('still there?')).toMatchObject({ ok: true })
    await until(() => heard.length === 1)
    expect(heard).toEqual(['still there?'])
  })

  it('the same seed gives the same faults', () => {
    const fates = (seed: number): string => {
      const faults = new FailureInjector()
      faults.set({ seed, answer429: [{ method: '*', probability: 0.3, retryAfter: 1 }] })
      return Array.from({ length: 100 }, () => faults.fateOf('any').kind[0]).join('')
    }
    expect(fates(7)).toBe(fates(7))
    expect(fates(7)).not.toBe(fates(8))
    const limited = [...fates(9)].filter((one) => one === 'r').length
    expect(limited).toBeGreaterThan(15)
    expect(limited).toBeLessThan(45)
  })
})

describe('rate limits', () => {
  it('never let more through than burst and rate, and let through who waited as told', () => {
    const tier = fc.constantFrom<Tier>(1, 2, 3, 4, 'posting')
    const rate = { 1: 1, 2: 20, 3: 50, 4: 100, posting: 60, none: 0 }
    const burst = { ...rate, posting: 5 }
    const gaps = fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 200 })
    fc.assert(
      fc.property(tier, gaps, (tier, gaps) => {
        const limits = new RateLimits()
        const call = { method: 'm', tier, channel: 'C' }
        let now = 0
        let admitted = 0
        for (const gap of gaps) {
          now += gap
          const wait = limits.admit(call, 1, now)
          if (wait === null) {
            admitted += 1
            continue
          }
          now += wait * 1000
          expect(limits.admit(call, 1, now)).toBeNull()
          admitted += 1
        }
        expect(admitted).toBeLessThanOrEqual(burst[tier] + (rate[tier] * now) / 60_000 + 1e-6)
      }),
      { numRuns: 200 },
    )
  })

  it('hold a channel to one message a second after a short burst, others go on', async () => {
    await using slack = await startPlayground(office())
    slack.faults.set({ enforceRates: true })
    const client = clientOf(slack, { rejectRateLimitedCalls: true })
    const outcomes: string[] = []
    for (let n = 0; n < 7; n += 1) {
      outcomes.push(await errorOf(client.chat.postMessage({ channel: GENERAL, text: 'x' })))
    }
    expect(outcomes).toEqual([
      ...Array(5).fill('accepted'),
      'WebAPIRateLimitedError',
      'WebAPIRateLimitedError',
    ])
    for (const channel of [MIKA, 'D0MIKA', MIKA, 'D0MIKA', MIKA]) {
      expect(await errorOf(client.chat.postMessage({ channel, text: 'x' }))).toBe('accepted')
    }
    expect(await errorOf(client.chat.postMessage({ channel: 'D0MIKA', text: 'x' }))).not.toBe('accepted')
  })
})
