import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { planReminders, previewReminders } from '../../../src/reminders/plan/plan-reminders.ts'
import type { PlanState } from '../../../src/reminders/plan/state.ts'
import { at, date, lines, office, sent, twoEssays, writer } from '../office.ts'

const mondayAtHalfPastNine = at('2022-11-21T09:30')

function plannedLines(state: PlanState, now = mondayAtHalfPastNine): string[] {
  return lines(planReminders(state, now).planned)
}

function skipCodes(state: PlanState, now = mondayAtHalfPastNine): string[] {
  return planReminders(state, now).skipped.map((skip) => skip.code)
}

describe('who is reminded', () => {
  it('reminds one who owes, with what is owed, the deadline and the days left', () => {
    const { planned, skipped, calendarFallbackYears } = planReminders(office(), mondayAtHalfPastNine)
    expect(skipped).toEqual([])
    expect(calendarFallbackYears).toEqual([])
    expect(planned).toHaveLength(1)
    expect(planned[0]).toMatchObject({
      memberId: 'M011',
      month: '2022-11',
      step: 'T-7',
      owed: 2,
      handedIn: 0,
    })
    expect(planned[0]).toMatchObject({ daysLeft: 9, zone: 'Asia/Shanghai', supersedes: [] })
    expect(planned[0]?.deadline.date.toString()).toBe('2022-11-30')
    expect(planned[0]?.deadline.at.toString()).toBe('2022-11-30T10:00:00Z')
    expect(planned[0]?.plannedFor.toString()).toBe('2022-11-21T01:30:00Z')
  })

  it('says how many are still owed when one of two is handed in', () => {
    expect(plannedLines(office({ obligations: [twoEssays({ handedIn: 1 })] }))).toEqual([
      'M011 2022-11 T-7 owes 1',
    ])
  })

  it.each([
    ['handed-in', { obligations: [twoEssays({ handedIn: 2 })] }],
    ['owes-nothing', { obligations: [twoEssays({ quota: 0 })] }],
    ['owes-nothing', { obligations: [] }],
    ['exempt', { obligations: [twoEssays({ exemption: '病假' })] }],
    ['on-leave', { leaves: [{ memberId: 'M011', from: date('2022-11-21'), to: date('2022-11-21') }] }],
    ['on-leave', { leaves: [{ memberId: 'M011', from: date('2022-11-01'), to: null }] }],
    ['left', { members: [writer({ leftOn: date('2022-11-21') })] }],
    ['not-yet-joined', { members: [writer({ joinedOn: date('2022-11-22') })] }],
    ['deactivated', { members: [writer({ isDeactivated: true })] }],
    ['guest', { members: [writer({ isGuest: true })] }],
    ['bot', { members: [writer({ isBot: true })] }],
    ['not-linked', { members: [writer({ isLinked: false })] }],
    ['already-reminded', { decisions: [sent('T-7')] }],
    ['already-reminded', { decisions: [{ ...sent('T-7'), isSent: false }] }],
    [
      'snoozed',
      { snoozes: [{ memberId: 'M011', month: '2022-10', step: 'T+1', until: at('2022-11-21T09:31') }] },
    ],
  ] satisfies [string, Partial<PlanState>][])('reminds nobody who is: %s (%#)', (code, change) => {
    expect(plannedLines(office(change))).toEqual([])
    expect(skipCodes(office(change))).toEqual([code])
  })

  it.each([
    [
      'a leave that ended yesterday',
      { leaves: [{ memberId: 'M011', from: date('2022-11-01'), to: date('2022-11-20') }] },
    ],
    ['a leave that begins tomorrow', { leaves: [{ memberId: 'M011', from: date('2022-11-22'), to: null }] }],
    ["another's leave", { leaves: [{ memberId: 'M012', from: date('2022-11-01'), to: null }] }],
    ['leaving tomorrow', { members: [writer({ leftOn: date('2022-11-22') })] }],
    ['joining today', { members: [writer({ joinedOn: date('2022-11-21') })] }],
    ["another's claim", { decisions: [sent('T-7', '2022-11', 'M012')] }],
    ["last month's claim", { decisions: [sent('T+1', '2022-10')] }],
    ['a nudge by hand', { decisions: [sent('nudge~2022-11-18')] }],
    ['a zone nobody knows', { members: [writer({ zone: 'Mars/Olympus' })] }],
  ] satisfies [string, Partial<PlanState>][])('is not kept back by %s', (_, change) => {
    expect(plannedLines(office(change))).toEqual(['M011 2022-11 T-7 owes 2'])
  })

  it('tells the reason in both languages, with the particular', () => {
    const exempt = planReminders(
      office({ obligations: [twoEssays({ exemption: '病假' })] }),
      mondayAtHalfPastNine,
    )
    expect(exempt.skipped[0]?.said).toEqual({ zh: '已免交：病假', en: 'exempt: 病假' })
    const early = planReminders(office(), at('2022-11-18T09:30'))
    expect(early.skipped[0]?.said).toEqual({
      zh: '还没到提醒日：11月21日（星期一）',
      en: 'no reminder is due yet: Mon 21 Nov',
    })
  })

  it('plans for members without a Slack account only when asked to', () => {
    const members = [writer({ isLinked: false })]
    expect(plannedLines(office({ members, includeUnlinked: true }))).toEqual(['M011 2022-11 T-7 owes 2'])
  })

  it('reminds exactly the ten writers of the sample office on 21 November 2022', () => {
    const csv = readFileSync(
      new URL('../../../src/playground/sample-office/members.csv', import.meta.url),
      'utf8',
    )
    const rows = csv
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.trim().split(','))
    const members = rows.map(([id = '', name = '', , , , joined = '']) =>
      writer({ id, name, joinedOn: date(joined) }),
    )
    const obligations = rows.map(([id = '', , , , quota]) =>
      twoEssays({ memberId: id, quota: Number(quota) }),
    )
    const ten = Array.from({ length: 10 }, (_, index) => `M0${11 + index} 2022-11 T-7 owes 2`)
    expect(plannedLines(office({ members, obligations }))).toEqual(ten)
    expect(plannedLines(office({ members, obligations }), at('2022-11-21T09:29'))).toEqual([])
  })
})

describe('when', () => {
  it.each([
    ['2022-11-18T09:30', 'not-due-yet'],
    ['2022-11-21T09:29', 'before-hour'],
    ['2022-11-21T20:00', 'quiet-hours'],
    ['2022-11-26T10:00', 'day-off'],
    ['2022-11-30T18:00', 'not-due-yet'],
    ['2022-12-05T20:00', 'quiet-hours'],
  ])('sends nothing at %s: %s', (local, code) => {
    const { planned, skipped } = planReminders(office(), at(local))
    expect(planned).toEqual([])
    expect(skipped.find(({ month }) => month === '2022-11')?.code).toBe(code)
  })

  it.each([
    ['2022-11-21T19:59', 'T-7'],
    ['2022-11-22T08:00', null],
    ['2022-11-22T09:30', 'T-7'],
    ['2022-11-25T09:30', 'T-3'],
    ['2022-11-28T09:30', 'T-3'],
    ['2022-11-29T09:30', 'T-1'],
    ['2022-11-30T17:59', 'T-0'],
    ['2022-12-01T09:30', 'T+1'],
    ['2022-12-05T19:59', 'T+1'],
    ['2022-12-06T09:30', null],
  ])('at %s the newest step due is %s', (local, step) => {
    const { planned } = planReminders(office(), at(local))
    expect(planned.map((message) => message.step)).toEqual(step === null ? [] : [step])
  })

  it('sends only the newest step after a time down, and names those it supersedes', () => {
    const [message] = planReminders(office({ decisions: [sent('T-7')] }), at('2022-11-30T10:00')).planned
    expect(message).toMatchObject({ step: 'T-0', daysLeft: 0, supersedes: ['T-3', 'T-1'] })
  })

  it('sends no older step when the clock is set back after a newer one', () => {
    const state = office({ decisions: [sent('T-3')] })
    expect(skipCodes(state, at('2022-11-22T09:30'))).toEqual(['already-reminded'])
  })

  it("keeps last month's overdue reminder and this month's steps apart", () => {
    const obligations = [twoEssays(), twoEssays({ month: '2022-12' })]
    const steps = ['T-21', 'T+1'] as const
    const state = office({ obligations }, { steps })
    expect(plannedLines(state, at('2022-12-01T09:30'))).toEqual([
      'M011 2022-11 T+1 owes 2',
      'M011 2022-12 T-21 owes 2',
    ])
  })

  it('goes by the clock of the member who opted in', () => {
    const members = [writer(), writer({ id: 'M012', zone: 'America/New_York' })]
    const obligations = [twoEssays(), twoEssays({ memberId: 'M012' })]
    const state = office({ members, obligations })
    expect(plannedLines(state, at('2022-11-21T09:30'))).toEqual(['M011 2022-11 T-7 owes 2'])
    expect(plannedLines(state, at('2022-11-21T09:30', 'America/New_York'))).toEqual([
      'M012 2022-11 T-7 owes 2',
    ])
  })

  it('never says "due today" after the deadline has struck, however far west the member', () => {
    const members = [writer({ zone: 'America/Los_Angeles' })]
    const decisions = [sent('T-1')]
    const onTheDay = at('2022-11-30T09:30', 'America/Los_Angeles')
    expect(skipCodes(office({ members, decisions }), onTheDay)).toEqual(['not-due-yet', 'owes-nothing'])
    const [next] = planReminders(
      office({ members, decisions }),
      at('2022-12-01T09:30', 'America/Los_Angeles'),
    ).planned
    expect(next).toMatchObject({ step: 'T+1', daysLeft: -1 })
  })

  it('never says "overdue" before the deadline has struck, however far east the member', () => {
    const settings = { zone: 'America/Los_Angeles', region: 'none', deadlineHour: '23:59' }
    const state = office(
      { members: [writer({ zone: 'Pacific/Kiritimati' })], decisions: [sent('T-0')] },
      settings,
    )
    expect(plannedLines(state, at('2022-12-01T09:30', 'Pacific/Kiritimati'))).toEqual([])
    expect(plannedLines(state, at('2022-12-02T09:30', 'Pacific/Kiritimati'))).toEqual([
      'M011 2022-11 T+1 owes 2',
    ])
  })

  it('sends on days off when the workspace wants it', () => {
    expect(plannedLines(office({}, { workingDaysOnly: false }), at('2022-11-26T10:00'))).toHaveLength(1)
  })

  it('tells the years whose holidays it does not know', () => {
    const state = office({ obligations: [twoEssays({ month: '2041-11' })] })
    expect(planReminders(state, at('2041-11-21T09:30')).calendarFallbackYears).toEqual([2041])
  })

  it('previews a day at the hour in each zone', () => {
    const members = [writer(), writer({ id: 'M012', zone: 'America/New_York' })]
    const obligations = [twoEssays(), twoEssays({ memberId: 'M012' })]
    const { planned } = previewReminders(
      office({ members, obligations }),
      date('2022-11-21'),
      at('2022-11-18T12:00'),
    )
    expect(lines(planned)).toEqual(['M011 2022-11 T-7 owes 2', 'M012 2022-11 T-7 owes 2'])
  })
})

describe('snooze', () => {
  const until = at('2022-11-22T09:30')
  const snoozes = [{ memberId: 'M011', month: '2022-11', step: 'T-7', until }] as const
  const snoozed = office({ decisions: [sent('T-7')], snoozes })

  it('reminds once more after its time, and not twice', () => {
    expect(skipCodes(snoozed, at('2022-11-22T09:29'))).toEqual(['snoozed'])
    expect(plannedLines(snoozed, until)).toEqual(['M011 2022-11 T-7~2022-11-22 owes 2'])
    const repeated = { ...snoozed, decisions: [...snoozed.decisions, sent('T-7~2022-11-22')] }
    expect(skipCodes(repeated, until)).toEqual(['already-reminded'])
    const again = {
      memberId: 'M011',
      month: '2022-11',
      step: 'T-7~2022-11-22',
      until: at('2022-11-23T09:30'),
    } as const
    const twice = { ...repeated, snoozes: [...snoozes, again] }
    expect(plannedLines(twice, at('2022-11-23T09:30'))).toEqual(['M011 2022-11 T-7~2022-11-23 owes 2'])
  })

  it('gives way to a newer step', () => {
    expect(plannedLines(snoozed, at('2022-11-25T09:30'))).toEqual(['M011 2022-11 T-3 owes 2'])
    const newer = { ...snoozed, decisions: [sent('T-7'), sent('T-3')] }
    expect(skipCodes(newer, at('2022-11-25T09:30'))).toEqual(['already-reminded'])
    expect(skipCodes(newer, at('2022-11-24T09:30'))).toEqual(['already-reminded'])
  })

  it('repeats nothing that was never sent', () => {
    const cancelled = { ...snoozed, decisions: [{ ...sent('T-7'), isSent: false }] }
    expect(skipCodes(cancelled, until)).toEqual(['already-reminded'])
  })
})

describe('a moved deadline', () => {
  const oldDay = '2022-11-25T18:00'
  const told = (step: string, sentAt: Temporal.Instant, toldDue = oldDay) => ({
    ...sent(step),
    toldDue,
    sentAt,
  })
  // The deadline is 30 November: T-7 on the 21st, T-3 on the 25th, T-1 on the 29th.
  const before = [told('T-3', at('2022-11-22T09:30'))]
  const plan = (changes: Partial<PlanState>, now: Temporal.Instant) =>
    planReminders(office(changes), now).planned

  it('is told with the step that is due, under a name of its own when that step went before', () => {
    expect(lines(plan({ decisions: before }, at('2022-11-23T09:30')))).toEqual(['M011 2022-11 T-7 owes 2'])
    const [planned] = plan({ decisions: before }, at('2022-11-25T09:30'))
    expect([planned?.step, planned?.movedFrom]).toEqual(['T-3~due2022-11-30T18:00', oldDay])
  })

  it('is told by itself between two steps, once, whatever became of that message', () => {
    const state = { decisions: [told('T-7', at('2022-11-14T09:30'))] }
    const now = at('2022-11-18T09:30')
    const [word] = plan(state, now)
    expect([word?.step, word?.movedFrom]).toEqual(['moved~1', oldDay])
    const claimed = { ...sent('moved~1'), isSent: false, toldDue: '2022-11-30T18:00' }
    expect(plan({ decisions: [...state.decisions, claimed] }, now)).toEqual([])
    const read = told('moved~1', now, '2022-11-30T18:00')
    expect(plan({ decisions: [...state.decisions, read] }, at('2022-11-18T10:00'))).toEqual([])
    expect(lines(plan({ decisions: [...state.decisions, read] }, mondayAtHalfPastNine))).toEqual([
      'M011 2022-11 T-7~due2022-11-30T18:00 owes 2',
    ])
  })

  it.each([
    ['was told the day that holds', { decisions: [told('T-7', at('2022-11-21T09:30'), '2022-11-30T18:00')] }],
    ['was told nothing', { decisions: [{ ...before[0]!, isSent: false }] }],
    ['was told a day that nobody wrote down', { decisions: [sent('T-7')] }],
    ['has handed in', { decisions: before, obligations: [twoEssays({ handedIn: 2 })] }],
  ] satisfies [string, Partial<PlanState>][])('is no news to who %s', (_, changes) => {
    expect(plan(changes, at('2022-11-23T09:30')).filter(({ movedFrom }) => movedFrom !== null)).toEqual([])
  })

  it('waits for an hour at which messages go', () => {
    const state = office({ decisions: [told('T-7', at('2022-11-14T09:30'))] })
    expect(skipCodes(state, at('2022-11-19T09:30'))).toEqual(['day-off'])
    expect(skipCodes(state, at('2022-11-18T08:30'))).toEqual(['before-hour'])
  })

  it('is not told once it has struck: what is overdue is', () => {
    const [planned] = plan({ decisions: before }, at('2022-12-01T09:30'))
    expect([planned?.step, planned?.movedFrom]).toEqual(['T+1', null])
  })
})

describe('a preview', () => {
  const now = at('2022-11-18T12:00')

  it('shows a message on the day it goes, not on those on which it would still be due', () => {
    const on = (day: string) => lines(previewReminders(office(), date(day), now).planned)
    expect(on('2022-11-21')).toEqual(['M011 2022-11 T-7 owes 2'])
    expect(on('2022-11-22')).toEqual([])
    expect(on('2022-11-25')).toEqual(['M011 2022-11 T-3 owes 2'])
  })

  it('shows the word of a moved deadline on the first day on which it can go', () => {
    const decisions = [{ ...sent('T-7'), toldDue: '2022-11-25T18:00', sentAt: at('2022-11-14T09:30') }]
    const on = (day: string) =>
      lines(previewReminders(office({ decisions }), date(day), at('2022-11-16T21:00')).planned)
    expect(['2022-11-17', '2022-11-18'].map(on)).toEqual([['M011 2022-11 moved~1 owes 2'], []])
  })

  it('agrees with what is sent day by day', () => {
    const decisions: PlanState['decisions'][number][] = []
    for (let day = date('2022-11-18'); day.month < 12; day = day.add({ days: 1 })) {
      const shown = lines(previewReminders(office(), day, now).planned)
      const gone = planReminders(office({ decisions }), at(`${day.toString()}T09:30`)).planned
      expect([day.toString(), ...shown]).toEqual([
        day.toString(),
        ...(day.equals('2022-11-18') ? [] : lines(gone)),
      ])
      decisions.push(...gone.map(({ step, deadline }) => ({ ...sent(step), toldDue: deadline.wall })))
    }
  })
})
