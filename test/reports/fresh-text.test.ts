import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../../src/context.ts'
import type { Database } from '../../src/db/database.ts'
import { outlineFor } from '../../src/reports/workspace-outlines.ts'
import { loadLedger } from '../../src/reports/load-ledger.ts'
import { readWorkspace } from '../../src/members/workspace-store.ts'
import { fixedClock, today } from '../../src/time/clock.ts'
import { parsePeriod } from '../../src/time/parse-period.ts'
import { readCorpus, type Section } from '../fixtures/scanner/corpus.ts'
import { checkerFor, faultOf, measure, mutate, sayMissed, type Checker } from '../fixtures/scanner/judge.ts'
import { freshDatabase } from '../helpers/databases.ts'
import { officeOn } from '../helpers/office.ts'

const sections = readCorpus('fresh-')
const checkers = new Map<string, Checker>()
const checkerOf = ({ period }: Section): Checker => checkers.get(period)!
let database: Database

/** The year as it is imported, its facts and records read from the database, as `wenshu check` does. */
beforeAll(async () => {
  database = await freshDatabase('pglite')
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
afterAll(async () => {
  await database[Symbol.asyncDispose]()
})

describe('texts that the rules were not made with, on the imported year', () => {
  it('are of both languages and of years, halves, quarters and months', () => {
    expect(sections.length).toBeGreaterThanOrEqual(80)
    expect(new Set(sections.map(({ period }) => period)).size).toBeGreaterThanOrEqual(5)
    for (const { text, labels } of sections)
      for (const label of labels) expect(text.slice(label.start, label.end)).toBe(label.text)
  })

  it('have 99.5 % of their figures seen, with at most one false alarm a thousand characters', () => {
    const { labels, recall, perThousand, characters } = measure(sections, checkerOf)
    console.info(
      `figures ${labels}, recall ${(100 * recall).toFixed(2)} %, false alarms ${perThousand.toFixed(2)} per 1,000 characters of ${characters}`,
    )
    expect(recall).toBeGreaterThanOrEqual(0.995)
    expect(perThousand).toBeLessThanOrEqual(1)
  })

  it.each(sections.map((section) => [`${section.name}, ${section.period}`, section] as const))(
    'are bound as labelled by hand: %s',
    (_name, section) => {
      expect(section.labels.flatMap((label) => faultOf(section, label, checkerOf(section)))).toEqual([])
    },
  )

  it('have 99.5 % of five thousand single-figure mutations flagged', { timeout: 300_000 }, () => {
    const { all, tried, missed, flagged } = mutate(sections, checkerOf, 13)
    console.info(
      `mutations ${tried.length} of ${all}, flagged ${(100 * flagged).toFixed(2)} %\n${sayMissed(missed)}`,
    )
    expect(tried.length).toBeGreaterThanOrEqual(5000)
    expect(flagged).toBeGreaterThanOrEqual(0.995)
  })
})
