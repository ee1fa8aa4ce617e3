import fc from 'fast-check'
import { expect, it } from 'vitest'
import { planReminders } from '../../../src/reminders/plan/plan-reminders.ts'
import { planNudge } from '../../../src/reminders/plan/plan-nudge.ts'
import { reminderMessage, reminderText } from '../../../src/reminders/due/messages.ts'
import { reminderWords, type ReminderWords } from '../../../src/reminders/due/reminder-words.ts'
import { at, office, twoEssays } from '../office.ts'

function wordsAt(local: string, handedIn = 0, quota = 2) {
  const state = office({ obligations: [twoEssays({ handedIn, quota })] })
  const now = at(local)
  const [planned] = planReminders(state, now).planned
  if (planned === undefined) throw new Error(`nothing is due at ${local}`)
  return reminderWords(planned, now, state.settings)
}

function nudgedAt(local: string): ReminderWords {
  const state = office()
  const now = at(local)
  const planned = planNudge(state, { memberId: 'M011', month: '2022-11', step: 'nudge~2022-11-24' }, now)
  if ('code' in planned) throw new Error(planned.code)
  const details = { essays: [], nudges: [{ step: 'nudge~2022-11-24', by: '<@U002>' }] }
  return reminderWords({ ...planned, details }, now, state.settings)
}

const STEPS = [
  '2022-11-21T09:30',
  '2022-11-25T09:30',
  '2022-11-29T09:30',
  '2022-11-30T09:30',
  '2022-12-01T09:30',
]

it('gets shorter with every step, in both languages, whatever is owed', () => {
  for (const locale of ['zh', 'en'] as const) {
    for (const [handedIn, quota] of [
      [0, 1],
      [0, 2],
      [1, 2],
      [9, 12],
    ] as const) {
      const lengths = STEPS.map((local) => reminderText(wordsAt(local, handedIn, quota), locale).length)
      expect(lengths).toEqual(lengths.toSorted((one, other) => other - one))
      expect(new Set(lengths).size).toBeGreaterThan(3)
    }
  }
})

it('says in English how many, which month, until when and how long, and what was handed in', () => {
  expect(STEPS.map((local) => reminderText(wordsAt(local, 1), 'en'))).toEqual([
    'Hello! You still owe 1 essay for November 2022 (1 of 2 handed in). The deadline is Wed 30 Nov, 18:00: 7 working days left (9 days). When one is ready, press “Hand in”.',
    '1 essay to go for November 2022 (1 of 2 handed in). Deadline Wed 30 Nov, 18:00: 3 working days left (5 days).',
    '1 essay to go for November 2022 (1 of 2 in). Deadline Wed 30 Nov, 18:00: 1 day left.',
    '1 essay to go for November 2022 (1 of 2 in). Due today, Wed 30 Nov, by 18:00.',
    '1 essay to go for November 2022 (1 of 2 in). Was due Wed 30 Nov, still open.',
  ])
})

it('says the same in Chinese', () => {
  expect(STEPS.map((local) => reminderText(wordsAt(local), 'zh'))).toEqual([
    '您好！11月的习作还差 2 篇（应交 2 篇，尚未收到）。截止时间是11月30日（星期三）18:00，还有 7 个工作日（9 天）。写好后点“交习作”就可以。',
    '11月习作还差 2 篇（应交 2 篇，尚未收到），11月30日（星期三）18:00截止，还有 3 个工作日（5 天）。',
    '11月习作还差 2 篇（已交 0/2），11月30日（星期三）18:00截止，还有 1 天。',
    '11月习作还差 2 篇（已交 0/2），今天截止：11月30日（星期三）18:00。',
    '11月习作还差 2 篇（已交 0/2），11月30日（星期三）已截止，可补交。',
  ])
})

it('scolds at no step', () => {
  for (const locale of ['zh', 'en'] as const) {
    const all = STEPS.map((local) => reminderText(wordsAt(local), locale)).join('\n')
    expect(all).not.toMatch(/[!！]{2}|必须|务必|警告|批评|通报|must|failed|late|immediately|warning/iu)
  }
})

it('carries the month, and the step that is snoozed, in its buttons', () => {
  const blocks = JSON.stringify(reminderMessage(wordsAt('2022-11-25T09:30'), 'zh').blocks)
  expect(blocks).toContain('"action_id":"essay.submit","value":"2022-11"')
  expect(blocks).toContain('"action_id":"reminder.snooze","value":"2022-11 T-3"')
  expect(blocks).toContain('"action_id":"reminder.leave"')
})

it('names the essays that were handed in, as text, and only some of many', () => {
  const essays = Array.from({ length: 7 }, (_, index) => ({ id: `E-${index}`, title: '<!channel>' }))
  const said = (count: number) =>
    JSON.stringify(
      reminderMessage({ ...wordsAt('2022-11-25T09:30', 1), essays: essays.slice(0, count) }, 'zh').blocks,
    )
  expect(said(0)).not.toContain('已交：')
  expect(said(1)).toContain('已交：E-0《&lt;!channel&gt;》"')
  expect(said(7)).toContain('、另 2 篇')
})

it('of a nudge says who sends it, and offers no snooze, as no step would come again', () => {
  expect(reminderText(nudgedAt('2022-11-24T14:00'), 'zh')).toBe(
    '<@U002> 请您留意：11月习作还差 2 篇（已交 0/2），11月30日（星期三）18:00截止，还有 4 个工作日（6 天）。',
  )
  expect(reminderText(nudgedAt('2022-11-24T14:00'), 'en')).toMatch(/^<@U002> asks you to remember: 2 essays/)
  const blocks = JSON.stringify(reminderMessage(nudgedAt('2022-11-24T14:00'), 'en').blocks)
  expect(blocks).not.toContain('reminder.snooze')
  expect(blocks).toContain('reminder.leave')
})

it('of a nudge on the day of the deadline knows whether it has struck', () => {
  expect(reminderText(nudgedAt('2022-11-30T17:59'), 'zh')).toContain('今天截止')
  expect(reminderText(nudgedAt('2022-11-30T18:00'), 'zh')).toContain('已截止，可补交')
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
        expect(text).toMatch(/30 Nov|11月30日（星期三）/)
        expect(text).not.toMatch(/undefined|NaN|\bnull\b|-\d/)
      },
    ),
  )
})
