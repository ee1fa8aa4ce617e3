import { describe, expect, it } from 'vitest'
import { at } from './office.ts'
import { messagesToldForward, usualRules, wall, type Person, type Story } from './oracle.ts'
import { messagesSent } from './simulation.ts'

/** A writer who owes one essay in every month of the story. */
function writer(changes: Partial<Person> = {}): Person {
  return {
    id: 'M011',
    zone: null,
    joinedOn: '2000-01-01',
    leftOn: null,
    leaves: [],
    exemptMonths: [],
    quota: 1,
    handIns: {},
    ...changes,
  }
}

const MINUTE = 60_000

/** Knocks every quarter of an hour between two wall-clock times of Shanghai. */
function ticks(from: string, to: string): number[] {
  const [first, last] = [at(from).epochMilliseconds, at(to).epochMilliseconds]
  return Array.from({ length: (last - first) / (15 * MINUTE) + 1 }, (_, index) => first + index * 15 * MINUTE)
}

function story(changes: Partial<Story>): Story {
  return {
    workspaceZone: 'Asia/Shanghai',
    region: 'CN',
    ticks: [],
    months: [],
    people: [writer()],
    rules: usualRules,
    ...changes,
  }
}

/** Each message as its step and what the wall showed in a zone; and the oracle tells the same. */
function heard(of: Story, zone = of.workspaceZone): string[] {
  const sent = messagesSent(of)
  expect(sent.toSorted()).toEqual(messagesToldForward(of).toSorted())
  return sent.map((line) => {
    const [, , step = '', moment = ''] = line.split(' ')
    const { day, time } = wall(Date.parse(moment), zone)
    return `${step} ${day} ${time}`
  })
}

describe('no message outside its hour, and none twice,', () => {
  it('when the clocks go forward where the member is', () => {
    const of = story({
      ticks: ticks('2026-03-20T00:00', '2026-04-04T00:00'),
      months: ['2026-03'],
      people: [writer({ zone: 'Europe/Berlin' })],
    })
    expect(heard(of, 'Europe/Berlin')).toEqual([
      'T-7 2026-03-20 09:30',
      'T-3 2026-03-26 09:30',
      'T-1 2026-03-30 09:30',
      'T-0 2026-03-31 09:30',
      'T+1 2026-04-01 09:30',
    ])
  })

  it('when they go back', () => {
    const of = story({
      ticks: ticks('2026-10-20T00:00', '2026-11-05T00:00'),
      months: ['2026-10'],
      region: 'none',
      people: [writer({ zone: 'America/New_York' }), writer({ id: 'M012', zone: 'Europe/Berlin' })],
    })
    const american = { ...of, people: of.people.slice(0, 1) }
    expect(heard(american, 'America/New_York')).toEqual([
      'T-7 2026-10-21 09:30',
      'T-3 2026-10-27 09:30',
      'T-1 2026-10-29 09:30',
      'T+1 2026-11-02 09:30',
    ])
    expect(heard({ ...of, people: of.people.slice(1) }, 'Europe/Berlin')).toEqual([
      'T-7 2026-10-21 09:30',
      'T-3 2026-10-27 09:30',
      'T-1 2026-10-29 09:30',
      'T-0 2026-10-30 09:30',
      'T+1 2026-11-02 09:30',
    ])
  })

  it('after a suspend of three days: the newest step alone', () => {
    const of = story({
      months: ['2022-11'],
      ticks: [
        ...ticks('2022-11-21T00:00', '2022-11-24T20:00'),
        ...ticks('2022-11-29T14:00', '2022-12-02T00:00'),
      ],
    })
    expect(heard(of)).toEqual([
      'T-7 2022-11-21 09:30',
      'T-1 2022-11-29 14:00',
      'T-0 2022-11-30 09:30',
      'T+1 2022-12-01 09:30',
    ])
  })

  it('after a suspend that ends at night: in the morning', () => {
    const of = story({
      months: ['2022-11'],
      ticks: [
        ...ticks('2022-11-22T00:00', '2022-11-24T20:00'),
        ...ticks('2022-11-27T22:15', '2022-11-28T12:00'),
      ],
    })
    expect(heard(of)).toEqual(['T-7 2022-11-22 09:30', 'T-3 2022-11-28 09:30'])
  })

  it('on a leap day', () => {
    const of = story({ months: ['2024-02'], ticks: ticks('2024-02-26T00:00', '2024-03-02T00:00') })
    expect(heard(of)).toEqual([
      'T-3 2024-02-26 09:30',
      'T-1 2024-02-28 09:30',
      'T-0 2024-02-29 09:30',
      'T+1 2024-03-01 09:30',
    ])
  })

  it('on 31 December and over the New Year, which is off', () => {
    const of = story({
      months: ['2021-12', '2022-01'],
      ticks: ticks('2021-12-29T00:00', '2022-01-06T00:00'),
    })
    expect(heard(of)).toEqual([
      'T-3 2021-12-29 09:30',
      'T-1 2021-12-30 09:30',
      'T-0 2021-12-31 09:30',
      'T+1 2022-01-04 09:30',
    ])
  })

  it('on a make-up working day, and not within the long holiday', () => {
    const of = story({
      months: ['2022-09', '2022-10'],
      ticks: ticks('2022-09-30T00:00', '2022-10-11T00:00'),
    })
    expect(heard(of)).toEqual(['T-0 2022-09-30 09:30', 'T+1 2022-10-08 09:30'])
  })

  it('when the machine’s clock is set back by a day and forward again, hour by hour', () => {
    const once = ticks('2022-11-21T00:00', '2022-11-23T00:00')
    const again = ticks('2022-11-20T12:00', '2022-11-22T12:00')
    const sent = messagesSent(
      story({ months: ['2022-11'], ticks: [...once, ...again, ...once.toReversed(), ...once] }),
    )
    expect(sent).toEqual(['M011 2022-11 T-7 2022-11-21T01:30:00.000Z'])
  })
})
