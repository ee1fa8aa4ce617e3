import fc from 'fast-check'
import { expect, it } from 'vitest'
import { planReminders } from '../../src/reminders/plan-reminders.ts'
import { reminderMessage, reminderText } from '../../src/reminders/messages.ts'
import { reminderWords } from '../../src/reminders/reminder-words.ts'
import { at, office, twoEssays } from './office.ts'

function wordsAt(local: string, handedIn = 0) {
  const state = office({ obligations: [twoEssays({ handedIn })] })
  const now = at(local)
  const [planned] = planReminders(state, now).planned
  if (planned === undefined) throw new Error(`nothing is due at ${local}`)
  return reminderWords(planned, now, state.settings)
}

const STEPS = [
  '2022-11-21T09:30',
  '2022-11-25T09:30',
  '2022-11-29T09:30',
  '2022-11-30T09:30',
  '2022-12-01T09:30',
]

it('gets shorter with each step towards the deadline, in both languages', () => {
  for (const locale of ['zh', 'en'] as const) {
    const [first = 0, ...later] = STEPS.slice(0, 4).map(
      (local) => reminderText(wordsAt(local), locale).length,
    )
    expect(later.every((length) => length < first)).toBe(true)
  }
})

it('says in English how many, which month, until when and how long, and what was handed in', () => {
  expect(STEPS.map((local) => reminderText(wordsAt(local, 1), 'en'))).toEqual([
    'Hello! You still owe 1 essay for November 2022 (1 of 2 handed in). The deadline is Wed 30 Nov, 18:00: 7 working days left (9 days). When one is ready, press “Hand in”.',
    '1 essay to go for November 2022 (1 of 2 handed in). Deadline Wed 30 Nov, 18:00: 3 working days left (5 days).',
    '1 essay to go for November 2022 (1 of 2 handed in). Deadline Wed 30 Nov, 18:00: 1 day left.',
    '1 essay to go for November 2022 (1 of 2 handed in). Due today: Wed 30 Nov, 18:00.',
    '1 essay to go for November 2022 (1 of 2 handed in). The deadline was Wed 30 Nov, 18:00; you can still hand in.',
  ])
})

it('says the same in Chinese', () => {
  expect(STEPS.slice(1).map((local) => reminderText(wordsAt(local), 'zh'))).toEqual([
    '11月习作还差 2 篇（应交 2 篇，尚未收到），11月30日（星期三）18:00截止，还有 3 个工作日（5 天）。',
    '11月习作还差 2 篇（应交 2 篇，尚未收到），11月30日（星期三）18:00截止，还有 1 天。',
    '11月习作今天截止：11月30日（星期三）18:00，还差 2 篇（应交 2 篇，尚未收到）。',
    '11月习作还差 2 篇（应交 2 篇，尚未收到），11月30日（星期三）18:00已截止，现在仍可补交。',
  ])
})

it('carries the month, and the step that is snoozed, in its buttons', () => {
  const blocks = JSON.stringify(reminderMessage(wordsAt('2022-11-25T09:30'), 'zh').blocks)
  expect(blocks).toContain('"action_id":"essay.submit","value":"2022-11"')
  expect(blocks).toContain('"action_id":"reminder.snooze","value":"2022-11 T-3"')
  expect(blocks).toContain('"action_id":"reminder.leave"')
})

it('always names how many are owed and the deadline, whatever the counts', () => {
  const words = wordsAt('2022-11-25T09:30')
  const counts = fc.record({
    owed: fc.integer({ min: 1, max: 99 }),
    handedIn: fc.nat(99),
    daysLeft: fc.integer({ min: -40, max: 60 }),
  })
  fc.assert(
    fc.property(
      counts,
      fc.constantFrom('zh' as const, 'en' as const),
      ({ owed, handedIn, daysLeft }, locale) => {
        const text = reminderText({ ...words, owed, handedIn, daysLeft, quota: owed + handedIn }, locale)
        expect(text).toMatch(new RegExp(`\\b${owed}\\b`))
        expect(text).toContain('18:00')
        expect(text).not.toMatch(/undefined|NaN|\bnull\b|-\d/)
      },
    ),
  )
})
