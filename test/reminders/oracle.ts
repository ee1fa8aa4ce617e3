import * as chineseDays from 'chinese-days'

/**
 * The same rules told the other way round, without Temporal, without our calendar and without keeping state: for each
 * member, month and step, the first tick at which it may go. Dates and times are text, moments are milliseconds.
 */
export type Story = {
  readonly workspaceZone: string
  readonly region: 'CN' | 'none'
  readonly ticks: readonly number[]
  readonly months: readonly string[]
  readonly people: readonly Person[]
  readonly rules: Rules
}

export type Rules = {
  /** Working days from the deadline, in order. */
  readonly offsets: readonly number[]
  readonly graceDays: number
  readonly opens: string
  readonly closes: string
  readonly workingDaysOnly: boolean
}

export const usualRules: Rules = {
  offsets: [-7, -3, -1, 0, 1],
  graceDays: 3,
  opens: '09:30',
  closes: '20:00',
  workingDaysOnly: true,
}

export type Person = {
  readonly id: string
  readonly zone: string | null
  readonly joinedOn: string
  /** First day away. */
  readonly leftOn: string | null
  readonly leaves: readonly (readonly [from: string, to: string])[]
  readonly exemptMonths: readonly string[]
  /** Months from which the person is exempt since a moment, and until another, if the exemption was taken back. */
  readonly exemptions?: readonly { readonly month: string; readonly since: number; readonly until?: number }[]
  /** They chose to be reminded by their own clock, or no longer, at a moment. */
  readonly zoneChanges?: readonly { readonly at: number; readonly zone: string | null }[]
  /** Minutes after the first, second … message at which they press "tomorrow"; null: they do not. */
  readonly snoozes?: readonly (number | null)[]
  readonly quota: number
  /** Moments of handing one essay in, by month. */
  readonly handIns: Readonly<Record<string, readonly number[]>>
}

const deadlineHour = '18:00'

/** One line a message: `M011 2022-11 T-7 2022-11-21T01:30:00.000Z`, in no order. */
export function messagesForetold(story: Story): string[] {
  const messages: string[] = []
  const { offsets, graceDays, opens, closes, workingDaysOnly } = story.rules
  const zones = new Set(story.people.map(({ zone }) => zone ?? story.workspaceZone))
  const views = new Map([...zones].map((zone) => [zone, story.ticks.map((tick) => wall(tick, zone))]))
  for (const month of story.months) {
    const deadline = lastWorkday(month, story.region)
    const struckAt = momentOf(deadline, deadlineHour, story.workspaceZone)
    const days = offsets.map((offset) => walk(deadline, offset, story.region))
    const end = walk(deadline, Math.max(graceDays, ...offsets), story.region)
    for (const person of story.people) {
      const view = views.get(person.zone ?? story.workspaceZone)!
      for (const [index, offset] of offsets.entries()) {
        const next = offsets[index + 1]
        const nextDay = next !== undefined && next > 0 === offset > 0 ? days[index + 1]! : '9999'
        const first = story.ticks.find((tick, at) => {
          const { day, time } = view[at]!
          const inDays = day >= days[index]! && day < nextDay && (offset <= 0 || day <= end)
          if (!inDays || offset > 0 !== tick >= struckAt || time < opens || time >= closes) return false
          return (!workingDaysOnly || isWorkday(day, story.region)) && owes(person, month, tick, day)
        })
        const step = offset > 0 ? `T+${offset}` : `T-${-offset}`
        if (first !== undefined)
          messages.push(`${person.id} ${month} ${step} ${new Date(first).toISOString()}`)
      }
    }
  }
  return messages
}

/** The zone a person reads at a moment; null: the office's. */
export function zoneAt(person: Person, moment: number): string | null {
  const changed = (person.zoneChanges ?? []).findLast(({ at }) => at <= moment)
  return changed === undefined ? person.zone : changed.zone
}

export function isExempt(person: Person, month: string, moment: number): boolean {
  const since = (person.exemptions ?? []).some(
    (one) => one.month === month && one.since <= moment && moment < (one.until ?? Infinity),
  )
  return since || person.exemptMonths.includes(month)
}

/**
 * The same once more for stories in which people press "tomorrow" or change the clock they go by: told forward, tick
 * by tick and person by person. Where nobody does, both tell the same.
 */
export function messagesToldForward(story: Story): string[] {
  return story.people.flatMap((person) => messagesTo(person, story))
}

type Plot = {
  readonly month: string
  readonly days: readonly string[]
  readonly end: string
  readonly struckAt: number
}

function messagesTo(person: Person, story: Story): string[] {
  const { rules, region, workspaceZone } = story
  const { offsets, graceDays, opens, closes, workingDaysOnly } = rules
  const plots = story.months.map((month): Plot => {
    const deadline = lastWorkday(month, region)
    return {
      month,
      days: offsets.map((offset) => walk(deadline, offset, region)),
      end: walk(deadline, Math.max(graceDays, ...offsets), region),
      struckAt: momentOf(deadline, deadlineHour, workspaceZone),
    }
  })
  const messages: string[] = []
  const had = new Map<string, Set<string>>()
  const newest = new Map<string, number>()
  const presses: { at: number; month: string; offset: number }[] = []
  const snoozed = new Map<string, { until: number; offset: number }>()
  let count = 0
  for (const tick of story.ticks) {
    for (const press of presses.filter(({ at }) => at <= tick)) {
      presses.splice(presses.indexOf(press), 1)
      const zone = zoneAt(person, press.at) ?? workspaceZone
      const pressed = wall(press.at, zone).day
      const again = workingDaysOnly ? walk(pressed, 1, region) : dayAfter(pressed, 1)
      snoozed.set(press.month, { until: momentOf(again, opens, zone), offset: press.offset })
    }
    const { day, time } = wall(tick, zoneAt(person, tick) ?? workspaceZone)
    if (time < opens || time >= closes || (workingDaysOnly && !isWorkday(day, region))) continue
    if ([...snoozed.values()].some(({ until }) => tick < until)) continue
    for (const plot of plots) {
      if (!owes(person, plot.month, tick, day)) continue
      const offset = offsetDue(plot, offsets, tick, day)
      if (offset === null || (newest.get(plot.month) ?? -Infinity) > offset) continue
      const step = offset > 0 ? `T+${offset}` : `T-${-offset}`
      const nap = snoozed.get(plot.month)
      const repeated = nap?.offset === offset ? `${step}~${wall(nap.until, workspaceZone).day}` : null
      const seen = had.get(plot.month) ?? new Set()
      const name = !seen.has(step) ? step : repeated !== null && !seen.has(repeated) ? repeated : null
      if (name === null) continue
      had.set(plot.month, seen.add(name))
      newest.set(plot.month, offset)
      messages.push(`${person.id} ${plot.month} ${name} ${new Date(tick).toISOString()}`)
      const after = person.snoozes?.[count++] ?? null
      if (after !== null) presses.push({ at: tick + after * 60_000, month: plot.month, offset })
    }
  }
  return messages
}

function offsetDue(
  { days, end, struckAt }: Plot,
  offsets: readonly number[],
  tick: number,
  day: string,
): number | null {
  const struck = tick >= struckAt
  if (struck && day > end) return null
  return offsets.findLast((offset, index) => offset > 0 === struck && days[index]! <= day) ?? null
}

function owes(person: Person, month: string, tick: number, day: string): boolean {
  const handedIn = (person.handIns[month] ?? []).filter((moment) => moment <= tick).length
  const present = day >= person.joinedOn && (person.leftOn === null || day < person.leftOn)
  const away = person.leaves.some(([from, to]) => day >= from && day <= to)
  return present && !away && !isExempt(person, month, tick) && handedIn < person.quota
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The wall clock as text, by Intl. */
export function wall(moment: number, zone: string): { day: string; time: string } {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  formats.set(zone, format)
  const [day = '', time = ''] = format.format(moment).split(' ')
  return { day, time }
}

/** Tries every quarter of an hour around the date, because a clock that jumps shows some times twice and others never. */
export function momentOf(day: string, time: string, zone: string): number {
  const noon = Date.parse(`${day}T12:00Z`)
  for (let moment = noon - 40 * 3_600_000; ; moment += 900_000) {
    const shown = wall(moment, zone)
    if (shown.day > day || (shown.day === day && shown.time >= time)) return moment
  }
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export function isWorkday(day: string, region: 'CN' | 'none'): boolean {
  if (region === 'CN') return chineseDays.isWorkday(day)
  return ![0, 6].includes(new Date(`${day}T00:00Z`).getUTCDay())
}

function walk(day: string, workdays: number, region: 'CN' | 'none'): string {
  let reached = day
  for (let left = Math.abs(workdays); left > 0;) {
    reached = dayAfter(reached, Math.sign(workdays))
    if (isWorkday(reached, region)) left--
  }
  return reached
}

function lastWorkday(month: string, region: 'CN' | 'none'): string {
  let day = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0))
    .toISOString()
    .slice(0, 10)
  while (!isWorkday(day, region)) day = dayAfter(day, -1)
  return day
}
