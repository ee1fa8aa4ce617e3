import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { passesFor } from '../../../src/text/numbers/approximation.ts'
import { scanText } from '../../../src/claims/scan/scan-text.ts'
import type { FigureSpan } from '../../../src/claims/scan/span.ts'
import { outlineFor } from '../../../src/reports/outline/workspace-outlines.ts'
import { loadLedger } from '../../../src/reports/sheet/load-ledger.ts'
import { readWorkspace } from '../../../src/members/workspace-store.ts'
import { fixedClock, today } from '../../../src/time/clock.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { readCorpus, type Label, type Section } from '../../fixtures/scanner/corpus.ts'
import { disguises } from '../../fixtures/scanner/disguises.ts'
import {
  checkerFor,
  faultOf,
  isGreen,
  measure,
  mutate,
  sayMissed,
  shareFound,
  type Checker,
} from '../../fixtures/scanner/judge.ts'
import { freshDatabase } from '../../helpers/databases.ts'
import { officeOn } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

const sections = readCorpus('fresh-')
const checkers = new Map<string, Checker>()
const checkerOf = ({ period }: Section): Checker => checkers.get(period)!
const database = shared(() => freshDatabase('pglite'))

/** The year as it is imported, its facts and records read from the database, as `wenshu check` does. */
beforeAll(async () => {
  const office = await officeOn(database, {
    sample: true,
    // The year is over, so that what is missing can be told.
    clock: fixedClock('2023-01-10T09:00:00+08:00'),
  })
  for (const period of new Set(sections.map(({ period }) => period))) {
    const { ledger } = await inTransaction(office, async ({ db, clock }) => {
      const workspace = await readWorkspace(db)
      const asOf = today(clock, workspace.zone)
      return await loadLedger(db, { period: parsePeriod(period), outline: outlineFor(workspace), asOf })
    })
    checkers.set(period, checkerFor(ledger))
  }
})

describe('texts that the rules were not made with, on the imported year', () => {
  it('are of both languages and of years, halves, quarters and months', () => {
    expect(sections.length).toBeGreaterThanOrEqual(80)
    expect(new Set(sections.map(({ period }) => period)).size).toBeGreaterThanOrEqual(5)
    for (const { text, labels } of sections)
      for (const label of labels) expect(text.slice(label.start, label.end)).toBe(label.text)
  })

  it('have 99.5 % of their figures seen', () => {
    const { labels, recall, perThousand, characters } = measure(sections, checkerOf)
    console.info(
      `figures ${labels}, recall ${(100 * recall).toFixed(2)} %, not traced ${perThousand.toFixed(2)} per 1,000 characters of ${characters}`,
    )
    expect(recall).toBeGreaterThanOrEqual(0.995)
  })

  it.each(sections.map((section) => [`${section.name}, ${section.period}`, section] as const))(
    'have no wrong figure shown as right, and no right one called a conflict: %s',
    (_name, section) => {
      expect(section.labels.flatMap((label) => faultOf(section, label, checkerOf(section)))).toEqual([])
    },
  )

  it('have the right claim green, proposed or the first candidate for 90 % of the figures that facts prove', () => {
    const share = shareFound(sections, checkerOf)
    console.info(`right claim first: ${(100 * share).toFixed(1)} %`)
    expect(share).toBeGreaterThanOrEqual(0.9)
  })

  it(
    'have none of five thousand single-figure mutations shown as right, and few proposed',
    { timeout: 300_000 },
    () => {
      const { all, tried, missed, proposed } = mutate(sections, checkerOf, 13)
      console.info(
        `mutations ${tried.length} of ${all}: ${missed.length} green or unseen, ${(100 * proposed).toFixed(2)} % proposed\n${sayMissed(missed)}`,
      )
      expect(tried.length).toBeGreaterThanOrEqual(5000)
      expect(missed.length / tried.length).toBeLessThanOrEqual(0.005)
      expect(proposed).toBeLessThanOrEqual(0.08)
    },
  )

  it('take no number of chance for a fact: under 0.5 % of any from 1 to 3,000', { timeout: 300_000 }, () => {
    const accepted: string[] = []
    let tried = 0
    fc.assert(
      fc.property(fc.nat({ max: figures.length - 1 }), fc.integer({ min: 1, max: 3000 }), (i, value) => {
        const { section, label } = figures[i]!
        const written = label.text.replace(number, String(value))
        if (isTrue(section, label, written)) return
        tried++
        if (!isShown(section, [[label, written]])[0])
          accepted.push(`${section.name}: ${label.text} → ${written}`)
      }),
      { numRuns: 1500 },
    )
    console.info(`numbers of chance: ${accepted.length} of ${tried} taken for a fact\n${accepted.join('\n')}`)
    expect(accepted.length / tried).toBeLessThan(0.005)
  })

  it('show both figures when two have changed places', { timeout: 300_000 }, () => {
    const pairs = figures.flatMap((one, i) =>
      figures.slice(i + 1).flatMap((other) => (other.section === one.section ? [[one, other] as const] : [])),
    )
    const swapped = pairs
      .filter((_, i) => i % 7 === 0)
      .flatMap(([one, other]) => {
        const [a, b] = [number.exec(one.label.text)![0], number.exec(other.label.text)![0]]
        const [first, second] = [one.label.text.replace(number, b), other.label.text.replace(number, a)]
        if (isTrue(one.section, one.label, first) || isTrue(other.section, other.label, second)) return []
        return isShown(one.section, [
          [one.label, first],
          [other.label, second],
        ])
      })
    const share = swapped.filter(Boolean).length / swapped.length
    console.info(`figures that changed places: ${(100 * share).toFixed(2)} % of ${swapped.length} shown`)
    expect(share).toBeGreaterThanOrEqual(0.99)
  })

  it.each(Object.entries(disguises))('show a wrong figure in disguise: %s', (_name, disguise) => {
    const chinese = figures.filter(
      ({ section, label }) => section.language === 'zh' && /^\d+[次篇条册份期]/.test(label.text),
    )
    const hidden = chinese
      .filter((_, i) => i % 9 === 0)
      .flatMap(({ section, label }) => {
        const value = disguise(Number(/^\d+/.exec(label.text)![0]) + 1)
        if (value === null) return []
        const written = label.text.replace(/^\d+/, () => value)
        return isShown(section, [[label, written]])[0] ? [] : [`${section.name}: ${label.text} → ${written}`]
      })
    expect(hidden).toEqual([])
  })
})

const number = /[\d０-９][\d０-９,.]*(?:万)?/
const figures = sections
  .filter(({ faulty }) => !faulty)
  .flatMap((section) => section.labels.map((label) => ({ section, label })))
  .filter(
    ({ label }) =>
      label.key !== 'date' && !['unsupported', 'conflict'].includes(label.state) && number.test(label.text),
  )

/** Whether the figure as written would be right all the same. */
function isTrue(section: Section, label: Label, written: string): boolean {
  const amount = (text: string) =>
    scanText(text).find((span): span is FigureSpan => span.kind === 'figure')?.amount
  const [own, other] = [amount(label.text), amount(written)]
  const truth =
    checkerOf(section).ledger.facts.find(({ key }) => key === label.key)?.value ?? own?.value ?? NaN
  return other === undefined || passesFor(other, truth)
}

/** Whether each of the labels, written anew, is shown as anything but right. */
function isShown(section: Section, changes: readonly (readonly [Label, string])[]): readonly boolean[] {
  let text = ''
  let at = 0
  const places = changes.map(([label, written]) => {
    text += section.text.slice(at, label.start) + written
    at = label.end
    return { start: text.length - written.length, end: text.length }
  })
  const { spans } = checkerOf(section).check(text + section.text.slice(at))
  return places.map((place) =>
    spans.some((span) => !isGreen(span) && span.start < place.end && span.end > place.start),
  )
}
