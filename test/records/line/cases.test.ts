import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defaultKinds, defaultVocabulary } from '../../../src/records/vocabulary/default-kinds.ts'
import { parseQuickText, type QuickRecord, type RecordFamily } from '../../../src/records/line/read-line.ts'

/** The day on which these lines are typed, a Tuesday. */
const today = Temporal.PlainDate.from('2026-09-22')

type Case = {
  readonly kind: string
  readonly line: string
  readonly family: RecordFamily
  readonly wanted: Readonly<Record<string, string>>
  readonly asked: readonly string[]
}

function casesOf(file: string): Case[] {
  const text = readFileSync(new URL(`../../fixtures/quick-text/${file}`, import.meta.url), 'utf8')
  const cases: Case[] = []
  let kind = ''
  for (const row of text.split('\n')) {
    if (row.startsWith('## ')) kind = row.slice(3)
    const match = /^\/(study|activity) (.*) => (.*)$/.exec(row)
    if (match === null) continue
    const parts = match[3]!.split(' | ')
    const wanted = parts
      .filter((part) => !part.startsWith('?'))
      .map((part) => part.split(/=(.*)/s).slice(0, 2))
    const asked = parts.filter((part) => part.startsWith('?')).map((part) => part.slice(1))
    cases.push({
      kind,
      line: match[2]!,
      family: match[1] as RecordFamily,
      wanted: Object.fromEntries(wanted),
      asked,
    })
  }
  return cases
}

function gotOf({ fields }: QuickRecord): Record<string, string> {
  const { startsOn, endsOn, people, headCount } = fields
  const kind = defaultKinds.find(({ id }) => id === fields.kindId)
  return {
    kind: kind === undefined ? '' : `${kind.nameZh} ${kind.id}`,
    date: startsOn.equals(endsOn) ? startsOn.toString() : `${startsOn.toString()}/${endsOn.toString()}`,
    min: String(fields.durationMin ?? ''),
    head: String(headCount?.value ?? ''),
    users: people.userIds.join(),
    author: people.author === true ? 'yes' : '',
    everyone: people.everyone === true ? 'yes' : '',
    place: fields.place ?? '',
    partner: fields.partner ?? '',
    quantities: fields.quantities.map(({ name, value }) => `${name}=${value}`).join(),
    title: fields.title,
  }
}

/** What is not as wanted, in words; a line must ask for the fields named, and for nothing when none is. */
function faultsOf({ line, family, wanted, asked }: Case): string[] {
  const record = parseQuickText(family, line, defaultVocabulary, today, 'CN')
  const got = gotOf(record)
  const questions = record.questions.map(({ field, reason }) => `${field}: ${reason.zh}`)
  const faults = Object.entries(wanted)
    .filter(([field, value]) =>
      field === 'kind' ? !got[field]!.split(' ').includes(value) : got[field] !== value,
    )
    .map(([field, value]) => `${field} is "${got[field] ?? ''}", not "${value}"`)
  const unasked = asked.filter(
    (field) => !record.questions.some((question) => field === '' || question.field === field),
  )
  if (asked.length === 0 && questions.length > 0) faults.push(`asks ${questions.join(' ')}`)
  if (unasked.length > 0)
    faults.push(`does not ask ${unasked.join()}, only ${questions.join(' ')}; ${JSON.stringify(got)}`)
  return faults
}

const cases = casesOf('cases.txt')

describe.each([...new Set(cases.map(({ kind }) => kind))])('%s', (kind) => {
  it.each(cases.filter((one) => one.kind === kind).map((one) => [one.line, one] as const))('%s', (_, one) => {
    expect(faultsOf(one)).toEqual([])
  })
})
