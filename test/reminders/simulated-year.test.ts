import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dayAfter,
  isWorkday,
  messagesForetold,
  messagesToldForward,
  usualRules,
  wall,
  type Person,
  type Rules,
  type Story,
  zoneAt,
} from './oracle.ts'
import { messagesSent } from './simulation.ts'

const hour = 3_600_000

const zones = [null, null, 'America/New_York', 'Europe/Berlin', 'Asia/Tokyo', 'Pacific/Kiritimati', null]

/** The sixty of the sample office through 2022, each third one with something that keeps reminders away. */
function seedYear(): Story {
  const csv = readFileSync(new URL('../../src/playground/sample-office/members.csv', import.meta.url), 'utf8')
  const months = Array.from({ length: 12 }, (_, index) => `2022-${String(index + 1).padStart(2, '0')}`)
  const people = csv
    .trim()
    .split('\n')
    .slice(1)
    .map((row, index): Person => {
      const [id = ''] = row.split(',')
      const day = (salt: number) => dayAfter('2022-01-01', (index * 37 + salt * 101) % 365)
      const handIns = (month: string, at: number) => {
        const first = Date.parse(`${month}-05T00:00Z`)
        const [one, two] = [(index * 5 + at * 3) % 34, (index * 11 + at * 7) % 40]
        return index % 4 === 0 ? [] : [first + one * 24 * hour, first + two * 24 * hour + 5 * hour]
      }
      return {
        id,
        zone: zones[index % zones.length]!,
        joinedOn: index % 6 === 1 ? day(1) : '2021-01-04',
        leftOn: index % 6 === 2 ? day(2) : null,
        leaves: index % 3 === 0 ? [[day(3), dayAfter(day(3), index % 25)]] : [],
        exemptMonths: index % 5 === 0 ? [months[index % 12]!] : [],
        quota: index % 7 === 3 ? 0 : 1 + (index % 2),
        handIns: Object.fromEntries(months.map((month, at) => [month, handIns(month, at)])),
      }
    })
  const start = Date.parse('2022-01-01T00:00Z')
  const ticks = Array.from({ length: 8 * 375 }, (_, index) => start + (index * 3 + 1.5) * hour)
  return { workspaceZone: 'Asia/Shanghai', region: 'CN', ticks, months, people, rules: usualRules }
}

describe('a simulated year', () => {
  it(
    'sends exactly what the oracle foretells, knocked every three hours, sixty members in five zones',
    { timeout: 120_000 },
    () => {
      const story = seedYear()
      const sent = messagesSent(story)
      expect(sent.toSorted()).toEqual(messagesForetold(story).toSorted())
      expect(sent.toSorted()).toEqual(messagesToldForward(story).toSorted())
      expect(sent.length).toBeGreaterThan(1300)
      expect(new Set(sent.map((line) => line.slice(0, line.lastIndexOf(' ')))).size).toBe(sent.length)
    },
  )

  it(
    'sends exactly that also when people snooze, are exempted and called back, and change the clock they go by',
    { timeout: 120_000 },
    () => {
      const story = livelyYear()
      const sent = messagesSent(story)
      expect(sent.toSorted()).toEqual(messagesToldForward(story).toSorted())
      expect(sent.length).toBeGreaterThan(1200)
      expect(sent.filter((line) => line.includes('~')).length).toBeGreaterThan(100)
      expect(new Set(sent.map((line) => line.slice(0, line.lastIndexOf(' ')))).size).toBe(sent.length)
      for (const line of sent) expect(isHumane(line, story)).toBe(true)
    },
  )
})

/** The same year with more going on in it: each of these comes to some of the sixty, in every combination. */
function livelyYear(): Story {
  const year = seedYear()
  const moment = (index: number, salt: number) =>
    Date.parse('2022-01-01T00:00Z') + ((index * 53 + salt * 89) % 350) * 24 * hour + (index % 24) * hour
  const people = year.people.map((person, index): Person => {
    const month = year.months[(index * 7) % 12]!
    const since = Date.parse(`${month}-10T03:00Z`) + (index % 20) * 24 * hour
    return {
      ...person,
      // Pressed at once, after some hours, in the night, on the next days, or not.
      snoozes: Array.from(
        { length: 60 },
        (_, nth) => [null, 5, 300, null, 700, 3000][(nth * 5 + index) % 6]!,
      ),
      exemptions:
        index % 4 === 1
          ? [{ month, since, ...(index % 8 === 1 ? { until: since + 6 * 24 * hour } : {}) }]
          : [],
      zoneChanges:
        index % 3 === 1
          ? [
              { at: moment(index, 1), zone: index % 2 === 0 ? 'America/New_York' : 'Pacific/Kiritimati' },
              { at: moment(index, 1) + 60 * 24 * hour, zone: null },
            ]
          : [],
    }
  })
  return { ...year, people }
}

/** Sent on a working day in China, from the reminder hour until quiet hours, by the clock its reader goes by. */
function isHumane(line: string, story: Story): boolean {
  const [id, , , at = ''] = line.split(' ')
  const person = story.people.find((one) => one.id === id)!
  const { day, time } = wall(Date.parse(at), zoneAt(person, Date.parse(at)) ?? story.workspaceZone)
  return isWorkday(day, 'CN') && time >= story.rules.opens && time < story.rules.closes
}

const startDays = fc
  .integer({ min: Date.parse('2005-01-01'), max: Date.parse('2026-06-01') })
  .map((moment) => new Date(moment).toISOString().slice(0, 10))
/** Days where calendars go wrong: a leap day, the year's ends, clocks changing in Europe, America and Lord Howe. */
const hardDays = fc.constantFrom(
  '2024-02-05',
  '2020-02-10',
  '2021-12-10',
  '2012-12-15',
  '2022-03-07',
  '2022-10-20',
  '2015-03-20',
  '2011-12-20',
)
const zone = fc.constantFrom(
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
)

const rules: fc.Arbitrary<Rules> = fc.oneof(
  fc.constant(usualRules),
  fc.record({
    offsets: fc.constantFrom([-7, -3, -1, 0, 1], [-20, -10, -5, -2], [0], [1, 3], [-15, -1, 2, 6]),
    graceDays: fc.integer({ min: 0, max: 8 }),
    opens: fc.constantFrom('02:30', '09:30', '17:45'),
    closes: fc.constantFrom('18:00', '20:00', '23:30'),
    workingDaysOnly: fc.boolean(),
  }),
)

/** Fifty days of an office, knocked at random moments, with hours or days of silence between. */
const stories: fc.Arbitrary<Story> = fc
  .record({
    start: fc.oneof(startDays, hardDays),
    rules,
    workspaceZone: zone,
    region: fc.constantFrom('CN' as const, 'none' as const),
    gaps: fc.array(
      fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 5, max: 900 }) }, fc.constant(72 * 60)),
      {
        minLength: 60,
        maxLength: 120,
      },
    ),
    people: fc.array(
      fc.record({
        zone: fc.option(zone),
        joins: fc.option(fc.integer({ min: 0, max: 60 }), { freq: 1 }),
        leaves: fc.option(fc.integer({ min: 0, max: 60 }), { freq: 1 }),
        away: fc.option(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 12 }))),
        exempt: fc.boolean(),
        handIns: fc.array(fc.integer({ min: 0, max: 60 * 24 }), { maxLength: 2 }),
        quota: fc.constantFrom(0, 1, 2, 2, 3),
      }),
      { minLength: 2, maxLength: 5 },
    ),
  })
  .map(({ start, rules, workspaceZone, region, gaps, people }) => {
    const begin = Date.parse(`${start}T00:00Z`)
    let moment = begin
    const ticks = gaps.map((minutes) => (moment += minutes * 60_000))
    const months = [0, 31, 62].map((days) => dayAfter(`${start.slice(0, 7)}-01`, days).slice(0, 7))
    return {
      rules,
      workspaceZone,
      region,
      ticks,
      months: [...new Set(months)],
      people: people.map((one, index) => ({
        id: `M${index}`,
        zone: one.zone,
        joinedOn: one.joins === null ? '2000-01-01' : dayAfter(start, one.joins),
        leftOn: one.leaves === null ? null : dayAfter(start, one.leaves),
        leaves:
          one.away === null
            ? []
            : [[dayAfter(start, one.away[0]), dayAfter(start, one.away[0] + one.away[1])]],
        exemptMonths: one.exempt ? [months[1]!] : [],
        quota: one.quota,
        handIns: { [months[index % 2]!]: one.handIns.map((hours) => begin + hours * hour) },
      })),
    }
  })

describe('any office, any ticks', () => {
  it('sends exactly what the oracle foretells', () => {
    let messages = 0
    fc.assert(
      fc.property(stories, (story) => {
        const sent = messagesSent(story)
        messages += sent.length
        expect(sent.toSorted()).toEqual(messagesForetold(story).toSorted())
      }),
      { numRuns: 25, interruptAfterTimeLimit: 10_000 },
    )
    expect(messages).toBeGreaterThan(50)
  })

  it('sends exactly what is told forward when people snooze and change their clocks', () => {
    let repeated = 0
    const minutes = fc.option(fc.constantFrom(1, 60, 600, 1500, 5000))
    const lively = fc
      .tuple(
        stories,
        fc.array(fc.array(minutes, { maxLength: 12 }), { minLength: 5, maxLength: 5 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 50 * 24 }), fc.option(zone)), {
          minLength: 5,
          maxLength: 5,
        }),
      )
      .map(([story, snoozes, changes]): Story => {
        const people = story.people.map((person, index): Person => {
          const [hours, to] = changes[index]!
          const at = story.ticks[0]! + hours * hour
          return { ...person, snoozes: snoozes[index]!, zoneChanges: [{ at, zone: to }] }
        })
        return { ...story, people }
      })
    fc.assert(
      fc.property(lively, (story) => {
        const sent = messagesSent(story)
        repeated += sent.filter((line) => line.includes('~')).length
        expect(sent.toSorted()).toEqual(messagesToldForward(story).toSorted())
      }),
      { numRuns: 40, interruptAfterTimeLimit: 12_000 },
    )
    expect(repeated).toBeGreaterThan(0)
  }, 30_000)

  it('with a clock that jumps to and fro sends nothing twice, no older step after a newer, none out of hours', () => {
    fc.assert(
      fc.property(stories, fc.infiniteStream(fc.nat()), (story, order) => {
        const jumping = story.ticks.map((_, index) => story.ticks[order.next().value! % (index + 1)]!)
        const sent = messagesSent(story, jumping).map(
          (line) => line.split(' ') as [string, string, string, string],
        )
        expect(new Set(sent.map(([id, month, step]) => `${id} ${month} ${step}`)).size).toBe(sent.length)
        const newest = new Map<string, number>()
        for (const [id, month, step, moment] of sent) {
          const [key, offset] = [`${id} ${month}`, Number(step.slice(1))]
          expect(offset).toBeGreaterThan(newest.get(key) ?? -99)
          newest.set(key, offset)
          const person = story.people.find((one) => one.id === id)!
          const { time } = wall(Date.parse(moment), person.zone ?? story.workspaceZone)
          expect(time >= story.rules.opens && time < story.rules.closes).toBe(true)
        }
      }),
      { numRuns: 15, interruptAfterTimeLimit: 10_000 },
    )
  })

  it('after any silence sends at most one message a member and month', () => {
    fc.assert(
      fc.property(stories, fc.nat(), (story, pick) => {
        const sent = messagesSent(story, [story.ticks[pick % story.ticks.length]!])
        expect(new Set(sent.map((line) => line.split(' ').slice(0, 2).join(' '))).size).toBe(sent.length)
      }),
      { numRuns: 100, interruptAfterTimeLimit: 10_000 },
    )
  })
})
