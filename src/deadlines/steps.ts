import { MemberFacingError } from '../errors.ts'
import { addWorkingDays, type Calendar } from '../time/working-days.ts'
import type { Deadline } from './deadline.ts'

/**
 * When a reminder comes, in working days from the deadline: `T-7` seven before, `T-0` on the day itself, `T+1` the
 * next one when essays are overdue.
 */
export type Step = `T${'-' | '+'}${number}`

export const defaultSteps: readonly Step[] = ['T-7', 'T-3', 'T-1', 'T-0', 'T+1']

/** How far from the deadline a step may lie, in working days: about two months before, one after. */
const earliestOffset = -45
const latestOffset = 20

export function offsetOf(step: Step): number {
  const offset = Number(step.slice(1))
  return offset === 0 ? 0 : offset
}

export function isOverdueStep(step: Step): boolean {
  return step.startsWith('T+')
}

/** The day a step falls on: it does not depend on the zone, a member's or the workspace's. */
export function stepDate(calendar: Calendar, deadline: Deadline, step: Step): Temporal.PlainDate {
  return addWorkingDays(calendar, deadline.date, offsetOf(step))
}

/**
 * Reads steps as a person writes them: `T-7, T-3, T-1, T-0, T+1`, `-7 -3 0 +1`, 提前7天、当天、逾期1天.
 * Returns them in time's order, each once. Throws MemberFacingError.
 */
export function parseSteps(text: string): Step[] {
  const words = text
    .normalize('NFKC')
    .split(/[\s,、;]+/u)
    .filter((word) => word !== '')
  const offsets = new Set(words.map((word) => readOffset(word)))
  if (offsets.size === 0) throw notSteps(text)
  return [...offsets].sort((one, other) => one - other).map((offset) => stepAt(offset))
}

function readOffset(word: string): number {
  const match =
    /^(?:T?(?<sign>[-+−]?)(?<days>\d{1,2})|(?<when>提前|逾期)(?<count>\d{1,2})天?|(?<day>T|当天))$/iu.exec(
      word,
    )
  const { sign, days, when, count, day } = match?.groups ?? {}
  if (match === null || (days !== undefined && sign === '' && Number(days) !== 0)) throw notSteps(word)
  const size = day === undefined ? Number(days ?? count) : 0
  const offset = sign === '-' || sign === '−' || when === '提前' ? 0 - size : size
  if (offset < earliestOffset || offset > latestOffset) throw notSteps(word)
  return offset
}

function stepAt(offset: number): Step {
  return offset > 0 ? `T+${offset}` : `T-${Math.abs(offset)}`
}

function notSteps(text: string): MemberFacingError {
  return new MemberFacingError({
    zh: `“${text}”不是提醒步骤。请写成 T-7, T-3, T-1, T-0, T+1（距截止日的工作日数，从 T${earliestOffset} 到 T+${latestOffset}）。`,
    en: `"${text}" is not a reminder step. Write steps like T-7, T-3, T-1, T-0, T+1: working days from the deadline, T${earliestOffset} to T+${latestOffset}.`,
  })
}
