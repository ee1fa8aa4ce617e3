import type { LocalizedText } from '../../locale.ts'
import { plainFigure, roundedFigure, writeNumberLike } from '../../text/numbers/write-number.ts'
import type { Fact } from '../facts/fact.ts'
import { claimKey, type Days } from '../sources/claim-key.ts'
import { ofFact, ofRecord, recordKey, workedOut, type ClaimValue } from '../sources/claim-values.ts'
import type { Source } from '../sources/source.ts'
import { withoutSlots, type ReadSlot } from '../slot-words/read-slot.ts'
import type { FilledSlot, SlotOptions, SlotSources } from './slot-types.ts'

/** What a slot puts into the text, or why it means nothing. */
export type SlotMeaning =
  | (Pick<FilledSlot, 'id' | 'kind' | 'rounded' | 'claim'> & { readonly written: string })
  | { readonly fault: LocalizedText }

type FactSlot = Extract<ReadSlot, { readonly kind: 'fact' }>

/** How slots are understood, given what they may stand for. Pure. */
export function meaningOf(
  sources: SlotSources,
  options: SlotOptions,
): (slot: string, read: ReadSlot | null) => SlotMeaning {
  const facts = new Map(sources.facts.map((fact) => [fact.id, fact]))
  const records = new Map(sources.records.map((record) => [record.id, record]))
  const people = new Map(sources.people.map((person) => [person.id, person.name]))
  const notes = new Map((sources.notes ?? []).map((note) => [note.id, withoutSlots(note.text)]))
  const days = sources.days ?? { from: '', to: '' }

  const ofFigure = (slot: string, read: FactSlot): SlotMeaning => {
    const found = read.ids.map((id) => facts.get(id))
    if (found.some((fact) => fact === undefined)) return { fault: unknownSlot(slot) }
    const value = valueOf(read, found as Fact[], days)
    if (read.scope === null && value === null) return { fault: noFormula(slot) }
    const scoped = read.scope === null ? value : ofPart(read.scope, found[0]!)
    return scoped === null ? { fault: noScope(slot) } : writtenFigure(slot, read, scoped)
  }
  const ofPart = (scope: string, fact: Fact): ClaimValue | null => {
    const part = partOf(days, scope)
    return part === null || fact.compares !== undefined || sources.proven === undefined
      ? null
      : sources.proven(claimKey(fact.key, part), options.locale)
  }
  const writtenFigure = (slot: string, read: FactSlot, value: ClaimValue): SlotMeaning => {
    const written = writtenAs(value, read.form, options)
    if (written === null) return { fault: noWords(slot) }
    const { form } = read
    return {
      written,
      kind: 'fact',
      id: read.ids[0]!,
      rounded: form === 'rounded',
      ...claimOf(value, form, sources),
    }
  }
  const ofOneRecord = (slot: string, id: string, what: string | null): SlotMeaning => {
    const record = records.get(id)
    if (record === undefined) return { fault: unknownSlot(slot) }
    const { recordId, words } = record
    const plain = { kind: 'record', id, rounded: false } as const
    if (what === null) return { ...plain, written: options.citations === 'drop' ? '' : `〔${recordId}〕` }
    if (words === undefined) return { fault: noSuchFigure(slot) }
    if (what === 'day') return { ...plain, written: dayOf(words.startsOn, words.endsOn, options.locale) }
    const value = ofRecord(recordKey(recordId, what, days), words, what)
    if (value === null) return { fault: noSuchFigure(slot) }
    const written = plainFigure(value.value, options.locale)
    return { ...plain, written, ...claimOf(value, 'exact', sources) }
  }
  return (slot, read) => {
    if (read === null) return { fault: unknownSlot(slot) }
    if (read.kind === 'fact') return ofFigure(slot, read)
    if (read.kind === 'record') return ofOneRecord(slot, read.id, read.what)
    const written = read.kind === 'person' ? people.get(read.id) : notes.get(read.id)
    return written === undefined
      ? { fault: unknownSlot(slot) }
      : { written, kind: read.kind, id: read.id, rounded: false }
  }
}

function valueOf({ how }: FactSlot, facts: readonly Fact[], days: Days): ClaimValue | null {
  const parts = facts.map((fact) => ofFact(claimKey(fact.key, days), fact))
  return how === 'fact' ? (parts[0] ?? null) : workedOut(how, parts)
}

function claimOf(value: ClaimValue, form: Source['form'], { days }: SlotSources): Pick<FilledSlot, 'claim'> {
  return days === undefined ? {} : { claim: { value, form } }
}

/** A share is written with its sign, to one decimal; in words a figure owns its unit. null: it has no words. */
function writtenAs(
  { value, unit, how }: ClaimValue,
  form: Source['form'],
  { locale }: SlotOptions,
): string | null {
  if (how === 'share') return `${plainFigure(Math.round(10 * value) / 10, locale)}%`
  if (form === 'rounded') return roundedFigure(value, locale)
  if (form === 'exact') return plainFigure(value, locale)
  if (locale === 'zh') {
    const words = writeNumberLike(value, '八')
    return words === null ? null : `${words}${unit}`
  }
  if (unit !== '次' || value < 1) return null
  const words = writeNumberLike(value, 'eight')
  return value === 1 ? 'once' : value === 2 ? 'twice' : words === null ? null : `${words} times`
}

/** The days of Q1, H1 or 2022-03 within a period of one year. null: they are not within it. */
function partOf({ from, to }: Days, scope: string): Days | null {
  const year = scope.slice(0, 4)
  const [sort, number] = [scope.charAt(0), Number(scope.slice(1))]
  const months = sort === 'Q' ? 3 : sort === 'H' ? 6 : 1
  if (months > 1 && from.slice(0, 4) !== to.slice(0, 4)) return null
  const first =
    months === 1
      ? Temporal.PlainDate.from({ year: Number(year), month: Number(scope.slice(5)), day: 1 })
      : Temporal.PlainDate.from({ year: Number(from.slice(0, 4)), month: (number - 1) * months + 1, day: 1 })
  const part = { from: first.toString(), to: first.add({ months }).subtract({ days: 1 }).toString() }
  return part.from >= from && part.to <= to ? part : null
}

/** 3月8日, 3月30日至4月2日; 8 March, 30 March to 2 April. */
function dayOf(from: string, to: string, locale: 'zh' | 'en'): string {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)]
  const said = ({ month, day }: Temporal.PlainDate): string =>
    locale === 'zh'
      ? `${month}月${day}日`
      : `${day} ${new Date(Date.UTC(2000, month - 1)).toLocaleString('en-GB', { month: 'long', timeZone: 'UTC' })}`
  return from === to ? said(first) : `${said(first)}${locale === 'zh' ? '至' : ' to '}${said(last)}`
}

function unknownSlot(slot: string): LocalizedText {
  return {
    zh: `没有与 ${slot} 对应的数据、记录或人员；请从事实表中选用。`,
    en: `${slot} stands for no fact, record or person; use one of the fact sheet.`,
  }
}

function noScope(slot: string): LocalizedText {
  return {
    zh: `${slot} 限定的时段里没有这项数据，或不在报告期内；请去掉 @ 及其后的部分，或不写这一句。`,
    en: `The records prove nothing of the part of the period that ${slot} asks for, or it is outside the period. Drop the @ and what follows, or the sentence.`,
  }
}

function noFormula(slot: string): LocalizedText {
  return {
    zh: `${slot} 的各项不能这样计算（单位不同、同一记录重复计入、时点数或人数不能相加、占比超过全部）。`,
    en: `The parts of ${slot} cannot be worked out so: units differ, a record would count twice, levels and people are never added up, or a share is more than the whole.`,
  }
}

function noWords(slot: string): LocalizedText {
  return {
    zh: `${slot} 的数值不能写成文字，请改用数字。`,
    en: `${slot} cannot be written in words with its unit; write the figure and the unit.`,
  }
}

function noSuchFigure(slot: string): LocalizedText {
  return {
    zh: `${slot} 所指的记录里没有这一项。`,
    en: `The record of ${slot} states no such thing.`,
  }
}
