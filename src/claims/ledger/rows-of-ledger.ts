import { evidenceOf } from '../evidence/evaluate.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { EssayRow, EvidenceRows, RecordRow } from '../evidence/rows.ts'
import type { Fact, Ledger, RecordWords } from '../facts/fact.ts'
import { partsOf } from '../read/names.ts'

/** What a frozen ledger still tells of its records, so that a text of it is judged as any other. Members go by their names. */
export function evidenceOfLedger(ledger: Ledger): Evidence {
  const days = { from: ledger.period.startsOn, to: ledger.period.endsOn }
  return evidenceOf(rowsOf(ledger), { period: days, covered: days, asOf: days.to })
}

function rowsOf({ facts, records, members }: Ledger): EvidenceRows {
  const named = facts.map((fact) => ({ fact, ...partsOf(fact.key), ids: new Set(fact.recordIds) }))
  const of = (stem: string) => named.filter((one) => one.stem === stem && one.name !== null)
  const kinds = [...of('study.count'), ...of('activity.count')].map(({ fact, stem, name, ids }) => ({
    family: stem.startsWith('study') ? ('study' as const) : ('activity' as const),
    zh: name!,
    en: fact.names[1] ?? name!,
    aliases: fact.names,
    isEntry: false,
    ids,
  }))
  const measures = (['sum', 'latest', 'ratio'] as const).flatMap((aggregation) =>
    of(`measure.${aggregation}`).map(({ fact, name }) => ({
      name: name!,
      en: fact.names[1] ?? null,
      unit: fact.unit,
      aggregation,
      aliases: fact.names,
      isEntry: false,
    })),
  )
  const series = of('title.issues')
  const everyone = [...new Set([...members, ...records.flatMap(({ people }) => people)])]
  const places = new Map(everyone.map((name, i) => [name, i]))
  return {
    records: records.flatMap((record, i): RecordRow[] => {
      const kind = kinds.find(({ ids }) => ids.has(record.id))
      return kind === undefined
        ? []
        : [
            {
              ...recordRow(record, measures),
              number: i,
              family: kind.family,
              kind: kind.zh,
              people: record.people.map((name) => places.get(name)!),
              series: series.find(({ ids }) => ids.has(record.id))?.name ?? null,
            },
          ]
    }),
    essays: records.filter(({ id }) => id.startsWith('E-')).map((record, i) => essayRow(record, i, named)),
    obligations: [],
    kinds,
    measures,
    members: everyone.map((name) => ({ id: name, name, department: null, isBot: false })),
    begins: { records: null, essays: null },
  }
}

function recordRow({ id, startsOn, texts, figures }: RecordWords, measures: EvidenceRows['measures']) {
  const own = (units: readonly string[]) =>
    figures.find(({ unit, names }) => units.includes(unit) && texts.includes(names[0] ?? ''))?.value
  return {
    id,
    day: startsOn,
    heads: own(['人', '人次', '名']) ?? 0,
    minutes: own(['分钟']) ?? null,
    place: null,
    partner: null,
    materials: texts.slice(1),
    issue: /第\s*\d+\s*期/.exec(texts[0] ?? '')?.[0] ?? null,
    quantities: figures.flatMap(({ names, value }) =>
      measures.some(({ name }) => name === names[0]) ? [{ measure: names[0]!, value }] : [],
    ),
    isEntry: false,
  }
}

function essayRow(
  { id, startsOn, texts, people }: RecordWords,
  number: number,
  named: readonly { readonly fact: Fact; readonly ids: ReadonlySet<string> }[],
): EssayRow {
  const is = (set: string) => named.some(({ fact, ids }) => fact.key === `essay.count:${set}` && ids.has(id))
  return {
    id,
    number,
    member: people[0] ?? '',
    month: startsOn.slice(0, 7),
    genre: texts[1] ?? '',
    state: is('approved') ? 'approved' : is('returned') ? 'returned' : 'submitted',
    excellent: is('excellent'),
    contest: is('contest'),
    exchanged: is('exchanged'),
    issue: null,
    handedIn: null,
    decided: null,
    reviewer: null,
  }
}
