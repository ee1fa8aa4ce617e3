import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planReminders } from '../../src/reminders/plan-reminders.ts'
import type { Decision, PlanState } from '../../src/reminders/plan-state.ts'
import { monthsConcerned } from '../../src/reminders/schedule.ts'
import { defaultReminderSettings, type ReminderSettings } from '../../src/reminders/settings.ts'
import { parseSteps } from '../../src/reminders/steps.ts'
import { date, writer } from './office.ts'
import {
  dayAfter,
  messagesForetold,
  usualRules,
  wall,
  type Person,
  type Rules,
  type Story,
} from './oracle.ts'

const hour = 3_600_000

/** What the planner sends when it is asked at every knock and each message is recorded as sent. */
function messagesSent(story: Story, knocks: readonly number[] = story.knocks): string[] {
  const decisions: Decision[] = []
  const messages: string[] = []
  for (const knock of knocks) {
    const now = Temporal.Instant.fromEpochMilliseconds(knock)
    const { planned } = planReminders(stateAt(story, now, decisions), now)
    for (const { memberId, month, step } of planned) {
      decisions.push({ memberId, month, step, isSent: true })
      messages.push(`${memberId} ${month} ${step} ${new Date(knock).toISOString()}`)
    }
  }
  return messages
}

function stateAt(story: Story, now: Temporal.Instant, decisions: readonly Decision[]): PlanState {
  const settings = settingsOf(story)
  const months = monthsConcerned(settings, now).filter((month) => story.months.includes(month))
  const obligations = months.flatMap((month) =>
    story.people.map(({ id, quota, exemptMonths, handIns }) => ({
      memberId: id,
      month,
      quota,
      handedIn: (handIns[month] ?? []).filter((moment) => moment <= now.epochMilliseconds).length,
      exemption: exemptMonths.includes(month) ? '病假' : null,
    })),
  )
  const concerned = decisions.filter(({ month }) => months.includes(month))
  return { settings, ...membersOf(story), obligations, decisions: concerned, snoozes: [] }
}

function settingsOf({ workspaceZone, region, rules }: Story): ReminderSettings {
  return {
    ...defaultReminderSettings,
    zone: workspaceZone,
    region,
    steps: parseSteps(
      rules.offsets.map((offset) => `T${offset > 0 ? '+' : '-'}${Math.abs(offset)}`).join(' '),
    ),
    hour: rules.opens,
    quietHours: { from: rules.closes, to: '01:00' },
    graceDays: rules.graceDays,
    workingDaysOnly: rules.workingDaysOnly,
  }
}

const parsed = new WeakMap<Story, Pick<PlanState, 'members' | 'leaves'>>()

function membersOf(story: Story): Pick<PlanState, 'members' | 'leaves'> {
  const known = parsed.get(story)
  if (known) return known
  const members = story.people.map(({ id, zone, joinedOn, leftOn }) =>
    writer({ id, zone, joinedOn: date(joinedOn), leftOn: leftOn === null ? null : date(leftOn) }),
  )
  const leaves = story.people.flatMap(({ id, leaves }) =>
    leaves.map(([from, to]) => ({ memberId: id, from: date(from), to: date(to) })),
  )
  parsed.set(story, { members, leaves })
  return { members, leaves }
}

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
  const knocks = Array.from({ length: 16 * 375 }, (_, index) => start + index * 1.5 * hour)
  return { workspaceZone: 'Asia/Shanghai', region: 'CN', knocks, months, people, rules: usualRules }
}

describe('a simulated year', () => {
  it(
    'sends exactly what the oracle foretells, knocked every 90 minutes, sixty members in five zones',
    { timeout: 30_000 },
    () => {
      const story = seedYear()
      const sent = messagesSent(story)
      expect(sent.toSorted()).toEqual(messagesForetold(story).toSorted())
      expect(sent.length).toBeGreaterThan(1300)
      expect(new Set(sent.map((line) => line.slice(0, line.lastIndexOf(' ')))).size).toBe(sent.length)
    },
  )
})

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
    const knocks = gaps.map((minutes) => (moment += minutes * 60_000))
    const months = [0, 31, 62].map((days) => dayAfter(`${start.slice(0, 7)}-01`, days).slice(0, 7))
    return {
      rules,
      workspaceZone,
      region,
      knocks,
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

describe('any office, any knocks', () => {
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

  it('with a clock that jumps to and fro sends nothing twice, no older step after a newer, none out of hours', () => {
    fc.assert(
      fc.property(stories, fc.infiniteStream(fc.nat()), (story, order) => {
        const jumping = story.knocks.map((_, index) => story.knocks[order.next().value! % (index + 1)]!)
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
        const sent = messagesSent(story, [story.knocks[pick % story.knocks.length]!])
        expect(new Set(sent.map((line) => line.split(' ').slice(0, 2).join(' '))).size).toBe(sent.length)
      }),
      { numRuns: 100, interruptAfterTimeLimit: 10_000 },
    )
  })
})
