import { isRecord, type JsonRecord } from '../protocol/json.ts'

/** One thing Slack would object to. `path` is a JSON pointer from the payload's root, `/blocks/0/text/text`. */
export type Fault = { path: string; message: string }

/** Looks at one value and reports what is wrong with it. */
export type Check = (value: unknown, path: string, report: Report) => void
export type Report = (path: string, message: string) => void

/** Runs a check and gives what it found. */
export function faultsOf(check: Check, value: unknown, path = ''): Fault[] {
  const faults: Fault[] = []
  check(value, path, (path, message) => faults.push({ path, message }))
  return faults
}

/** As Slack writes it in `response_metadata.messages`. */
export function faultLine(fault: Fault): string {
  return `[ERROR] ${fault.message} [json-pointer:${fault.path}]`
}

/** A string of `min` to `max` UTF-16 units. */
export function string(max: number, min = 1): Check {
  return (value, path, report) => {
    if (typeof value !== 'string') return report(path, `expected string, got ${kindOf(value)}`)
    if (value.length > max) report(path, `must be less than ${max + 1} characters`)
    if (value.length < min) report(path, `must be more than ${min - 1} characters`)
  }
}

export const anyString: Check = string(Number.MAX_SAFE_INTEGER, 0)

export function oneOf(...allowed: readonly string[]): Check {
  return (value, path, report) => {
    if (typeof value !== 'string' || !allowed.includes(value)) {
      report(path, `must be one of: ${allowed.join(', ')}`)
    }
  }
}

export function matching(pattern: RegExp, wanted: string): Check {
  return (value, path, report) => {
    if (typeof value !== 'string' || !pattern.test(value)) report(path, `must be ${wanted}`)
  }
}

export const boolean: Check = (value, path, report) => {
  if (typeof value !== 'boolean') report(path, `expected boolean, got ${kindOf(value)}`)
}

export function integer(min: number, max: number): Check {
  return (value, path, report) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) report(path, 'expected integer')
    else if (value < min || value > max) report(path, `must be between ${min} and ${max}`)
  }
}

export const anything: Check = () => {}

/** A list of `min` to `max` items. */
export function list(item: Check, min: number, max: number): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) return report(path, `expected array, got ${kindOf(value)}`)
    if (value.length > max) report(path, `no more than ${max} items allowed [${value.length}]`)
    if (value.length < min) report(path, `no fewer than ${min} items required [${value.length}]`)
    for (const [index, one] of value.entries()) item(one, `${path}/${index}`, report)
  }
}

/** An object with exactly these fields; what is in `optional` may be missing. Others are refused, as Slack does. */
export function object(required: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  return (value, path, report) => {
    if (!isRecord(value)) return report(path, `expected object, got ${kindOf(value)}`)
    for (const key of Object.keys(required)) {
      if (!Object.hasOwn(value, key)) report(path, `missing required field: ${key}`)
    }
    for (const [key, item] of Object.entries(value)) {
      const check = field(required, key) ?? field(optional, key)
      if (check === undefined) report(path, `invalid additional property: ${key}`)
      else check(item, `${path}/${key}`, report)
    }
  }
}

/** Chooses the check by the value's `type`; an unknown one is refused with the ones allowed here. */
export function byType(checks: Record<string, Check>, what: string): Check {
  return (value, path, report) => {
    if (!isRecord(value)) return report(path, `expected object, got ${kindOf(value)}`)
    const check = typeof value['type'] === 'string' ? field(checks, value['type']) : undefined
    if (check === undefined) report(`${path}/type`, `unsupported type: ${String(value['type'])} (${what})`)
    else check(value, path, report)
  }
}

/** Several checks on one value. */
export function both(...checks: readonly Check[]): Check {
  return (value, path, report) => {
    for (const check of checks) check(value, path, report)
  }
}

/** A rule over a whole object that the fields alone cannot say. */
export function rule(
  holds: (value: JsonRecord) => boolean,
  message: string | ((value: JsonRecord) => string),
): Check {
  return (value, path, report) => {
    if (!isRecord(value) || holds(value)) return
    report(path, typeof message === 'string' ? message : message(value))
  }
}

function field(checks: Record<string, Check>, key: string): Check | undefined {
  return Object.hasOwn(checks, key) ? checks[key] : undefined
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
