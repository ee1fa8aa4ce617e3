import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkMessage, checkView } from '../../../src/playground/shapes/limits.ts'
import { memberList, wenshuHelp } from '../../../src/members/roster/messages.ts'
import { defaultKinds, defaultMeasures } from '../../../src/records/vocabulary/default-kinds.ts'
import { recordForm } from '../../../src/records/form/form.ts'
import type { FormMemo } from '../../../src/records/form/memo.ts'
import { startFrom } from '../../../src/records/form/start.ts'
import { recordHelp, recordLogged, recordShown, recordUndone } from '../../../src/records/answers/messages.ts'
import type { LoggedRecord } from '../../../src/records/record/record.ts'
import { memberLike } from '../../helpers/samples.ts'

const people = Array.from({ length: 120 }, (_, index) =>
  memberLike({
    id: `m${index}`,
    externalId: `M${index}`,
    slackUserId: index % 7 === 0 ? null : `U0${index}`,
    name: index % 11 === 0 ? `<!channel> & ${'长'.repeat(60)}` : `成员${index}`,
  }),
)
const catalog = {
  kinds: defaultKinds,
  measures: defaultMeasures,
  members: new Map(people.map((member) => [member.id, member])),
}
const today = Temporal.PlainDate.from('2022-11-18')

/** Anything that may stand in a stored record, up to the longest that is stored. */
const text = (longest: number) =>
  fc.string({ unit: 'grapheme', maxLength: longest }).map((value) => value.slice(0, longest))
const nasty = fc.constantFrom(
  '<!channel>',
  '<@U1|x>',
  '*b* _i_ `c` ~s~',
  '&amp;&lt;',
  '《》'.repeat(50),
  '=HYPERLINK(1)',
  '😀'.repeat(140),
  '\u0000\n\t',
)
const record: fc.Arbitrary<LoggedRecord> = fc.record({
  id: fc.constant('S-1234567'),
  family: fc.constant('study' as const),
  number: fc.constant(1_234_567),
  kindId: fc.constantFrom('group-study', 'gone'),
  title: fc.oneof(text(300), nasty),
  startsOn: fc.constant('2021-12-31'),
  endsOn: fc.constantFrom('2021-12-31', '2022-01-02'),
  materials: fc.array(fc.oneof(text(900), nasty), { maxLength: 3 }),
  people: fc.subarray(people.map(({ id }) => id)),
  headCount: fc.constantFrom(null, { value: 1_000_000, unit: '人次' as const }),
  expected: fc.constantFrom(null, 0, 15, 1_000_000),
  excused: fc.constantFrom(null, 0),
  durationMin: fc.constantFrom(null, 1439),
  place: fc.oneof(fc.constant(null), text(3000), nasty),
  partner: fc.oneof(fc.constant(null), text(3000), nasty),
  note: fc.oneof(fc.constant(null), text(3000), nasty),
  quantities: fc.array(
    fc.record({
      measureId: fc.constantFrom(...defaultMeasures.map(({ id }) => id), 'gone'),
      value: fc.integer({ min: 0 }),
    }),
    { maxLength: 30 },
  ),
  evidence: fc.array(
    fc.record({ kind: fc.constant('link' as const), title: text(3000), url: fc.oneof(fc.webUrl(), nasty) }),
    { maxLength: 10 },
  ),
  loggedBy: fc.constant('m1'),
  loggedAt: fc.constant(new Date('2022-01-03T00:00:00Z')),
  revision: fc.constant(3),
  deletedAt: fc.constantFrom(null, new Date('2022-01-04T00:00:00Z')),
})
const memo: FormMemo = {
  family: 'study',
  id: 'S-1',
  baseRevision: 3,
  responseUrl: `https://hooks.example/${'x'.repeat(200)}`,
  keptPeople: ['m0', 'm7'],
  evidence: [],
}

describe.each(['zh', 'en'] as const)('what is said of a record, in %s', (locale) => {
  const audience = { locale, today }

  it('stays within Slack’s limits and pings nobody, whatever the record holds', () => {
    fc.assert(
      fc.property(record, (stored) => {
        const view = { record: stored, catalog }
        const revisions = Array.from({ length: 40 }, (_, index) => ({
          revision: index,
          action: 'edited',
          at: stored.loggedAt,
          by: people[0] ?? null,
        }))
        const lookalike = {
          record: { id: 'S-1', title: stored.title, loggedBy: null },
          by: people[11] ?? null,
        }
        const messages = [
          recordLogged(view, lookalike, audience),
          recordShown(view, revisions, { ...audience, zone: 'Asia/Shanghai', mayCorrect: true }),
          recordUndone(stored, locale),
        ]
        for (const message of messages) {
          expect(checkMessage({ text: message.text, blocks: message.blocks ?? [] })).toBeNull()
          expect(JSON.stringify(message)).not.toMatch(/<!(?:channel|here|everyone)/)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('the form takes what is stored back into its fields, within Slack’s limits', () => {
    fc.assert(
      fc.property(record, (stored) => {
        const form = recordForm(
          startFrom(stored, catalog, (id) => catalog.members.get(id)?.slackUserId ?? null, locale),
          memo,
          catalog,
          locale,
        )
        expect(checkView(form, 'modal')).toBeNull()
      }),
      { numRuns: 100 },
    )
  })

  it('help and the list of members fit', () => {
    for (const message of [
      recordHelp('study', locale),
      recordHelp('activity', locale),
      wenshuHelp(locale),
      memberList(people, locale),
    ]) {
      expect(checkMessage({ text: message.text, blocks: message.blocks ?? [] })).toBeNull()
    }
  })
})
