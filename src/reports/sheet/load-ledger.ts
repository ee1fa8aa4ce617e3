import type { Db } from '../../db/tenant.ts'
import { listMembers } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { firstDay, lastDay, monthOf, type Month } from '../../time/month.ts'
import { formatPeriod, type Period } from '../../time/period.ts'
import { findApprovedVersion } from '../draft/approvals-store.ts'
import { collectFacts } from '../../claims/facts/collect-facts.ts'
import { factSheet, type FactSheet } from './fact-sheet.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import type { Ledger, RecordWords } from '../../claims/facts/fact.ts'
import {
  listDroppedKinds,
  listKindNames,
  listPeriodEssays,
  listPeriodRecords,
  type EssayRow,
  type RecordRow,
} from '../../claims/facts/period-records.ts'
import { listNotes } from '../notes/notes-store.ts'
import { detailFacts } from './detail-facts.ts'
import { makerFor } from './detail-maker.ts'
import { digestOf } from './digest.ts'
import { chooseNotable, MOST_NOTABLE, notable } from './notable-records.ts'
import type { Outline, Section } from '../outline/outline.ts'
import { sectionFacts } from './section-facts.ts'
import { styleExample } from './style-example.ts'
import { currentLexicon } from '../lexicon/lexicon-store.ts'

type Wanted = {
  readonly period: Period
  readonly outline: Outline
  /** The day up to which months count as over. */
  readonly asOf: Temporal.PlainDate
}

/** Everything a text of the period is checked against: its facts, the words of its records, the roster, the lexicon. */
export async function loadLedger(db: Db, wanted: Wanted): Promise<{ ledger: Ledger; sheet: FactSheet }> {
  const { ledger, sheet } = await load(db, wanted)
  const facts = ledger.facts.filter(({ detail }) => detail === undefined)
  return { ledger: { ...ledger, facts }, sheet }
}

/** What one section is drafted from: to be frozen with the draft. */
export async function loadDraftBasis(
  db: Db,
  wanted: Wanted & { readonly section: Section },
): Promise<DraftBasis> {
  const { ledger, sheet, rows, essays } = await load(db, wanted)
  const { section, outline, period, asOf } = wanted
  const kindNames = Object.fromEntries((await listKindNames(db)).map(({ zh, en }) => [zh, en]))
  const logged = new Set(rows.map(({ kind }) => kind))
  const factIds = factsFor(sheet, section)
  const kinds = new Set(factIds.flatMap((id) => sheet.about[id]?.kinds ?? []))
  const own = new Set(factIds)
  return {
    locale: outline.locale,
    section,
    style: outline.style,
    periodWords: formatPeriod(period),
    asOf: asOf.toString(),
    // Details of other sections are no use here.
    ledger: {
      ...ledger,
      facts: ledger.facts.filter(({ id, detail }) => detail === undefined || own.has(id)),
    },
    factIds,
    about: sheet.about,
    digest: digestOf(rows, essays, { period, asOf, kinds }),
    notable: chooseNotable(rows, kinds, MOST_NOTABLE).map(notable),
    kindNames,
    droppedKinds: section.feeds.gaps ? await listDroppedKinds(db, period) : [],
    missingKinds: kindsAskedFor(outline, section).filter(
      (kind) => !logged.has(kind) && kindNames[kind] !== undefined,
    ),
    notes: section.feeds.gaps
      ? (await listNotes(db, { outlineId: outline.id, period: period.label })).map(({ text }) => text)
      : [],
    example: outline.style.example ? await loadExample(db, outline, section, ledger) : null,
  }
}

/** The section as it was approved last, for its style only. null: it never was. */
async function loadExample(
  db: Db,
  outline: Outline,
  section: Section,
  { members, lexicon }: Ledger,
): Promise<string | null> {
  const approved = await findApprovedVersion(db, outline.id, section.id)
  return approved === null ? null : styleExample(approved.version.text, { members, lexicon })
}

/** What feeds the section; that on gaps looks at the quarters too. */
function factsFor({ bySection, facts }: FactSheet, { id, feeds }: Section): readonly string[] {
  const own = bySection[id] ?? []
  if (!feeds.gaps) return own
  const quarters = facts.filter(({ key }) => key.startsWith('quarter.'))
  return [...new Set([...own, ...quarters.map((fact) => fact.id)])]
}

/** Those the section names; the section on gaps answers for what all of them name. */
function kindsAskedFor(outline: Outline, section: Section): string[] {
  const sections = section.feeds.gaps ? outline.sections : [section]
  return [...new Set(sections.flatMap(({ feeds }) => feeds.kinds))]
}

async function load(
  db: Db,
  wanted: Wanted,
): Promise<{ ledger: Ledger; sheet: FactSheet; rows: RecordRow[]; essays: EssayRow[] }> {
  const { period, outline, asOf } = wanted
  const workspace = await readWorkspace(db)
  const { locale } = outline
  const raw = await collectFacts(db, period, { locale, zone: workspace.zone, asOf })
  const rows = await listPeriodRecords(db, period)
  const kinds = new Set(rows.map(({ kind }) => kind))
  const ofSections = sectionFacts(rows, outline, makerFor(period, locale))
  const details = detailFacts(rows, chooseNotable(rows, kinds, Infinity), raw, { period, locale })
  const sheet = factSheet([...raw, ...ofSections, ...details], outline)
  const essays = await listPeriodEssays(db, monthOf(period.startsOn), monthOf(period.endsOn))
  const members = await listMembers(db)
  const ledger: Ledger = {
    period: { label: period.label, startsOn: period.startsOn.toString(), endsOn: period.endsOn.toString() },
    facts: sheet.facts,
    records: [...rows.map(wordsOfRecord), ...essays.map(wordsOfEssay)],
    members: members.filter(({ isBot }) => !isBot).map(({ name }) => name),
    lexicon: await currentLexicon(db),
  }
  return { ledger, sheet, rows, essays }
}

/** The words and figures that stand in one record. */
function wordsOfRecord(row: RecordRow): RecordWords {
  const named = [row.title, ...row.kind_names]
  const texts = [
    row.title,
    ...row.kind_names,
    ...row.materials,
    row.place,
    row.partner,
    row.note,
    ...row.evidence,
  ]
  return {
    id: row.id,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    texts: texts.filter((text) => text !== null).filter((text) => text !== ''),
    people: row.people,
    figures: [
      ...(row.head_count === null
        ? []
        : [{ value: row.head_count, unit: row.head_unit ?? '人', names: named }]),
      ...(row.people.length === 0 ? [] : [{ value: row.people.length, unit: '人', names: named }]),
      ...(row.duration_min === null
        ? []
        : [
            { value: row.duration_min, unit: '分钟', names: named },
            { value: row.duration_min / 60, unit: '小时', names: named },
          ]),
      ...row.quantities.map(({ name, aliases, unit, value }) => ({ value, unit, names: [name, ...aliases] })),
    ],
  }
}

/** An essay as a record of its month. */
function wordsOfEssay(row: EssayRow): RecordWords {
  const month = row.month as Month
  return {
    id: row.id,
    startsOn: firstDay(month).toString(),
    endsOn: lastDay(month).toString(),
    texts: [row.title, row.kind, ...(row.contest === null ? [] : [row.contest])],
    people: [row.writer],
    figures: [],
  }
}
