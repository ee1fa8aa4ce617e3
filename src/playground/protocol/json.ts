/** Anything JSON can hold, as it comes from outside. */
export type JsonRecord = Record<string, unknown>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value under `key` as a record, or an empty one. */
export function recordIn(from: unknown, key: string): JsonRecord {
  const value = isRecord(from) ? from[key] : undefined
  return isRecord(value) ? value : {}
}

/** The value under `key` as a list, or an empty one. */
export function listIn(from: unknown, key: string): unknown[] {
  const value = isRecord(from) ? from[key] : undefined
  return Array.isArray(value) ? value : []
}

/** The value under `key` if it is a string, else ''. */
export function textIn(from: unknown, key: string): string {
  const value = isRecord(from) ? from[key] : undefined
  return typeof value === 'string' ? value : ''
}

/** Parses JSON; undefined for anything that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** A copy without the keys whose value is undefined, so that JSON and equality see the same. */
export function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T
}
