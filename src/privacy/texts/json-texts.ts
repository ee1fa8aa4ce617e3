/**
 * Maps the strings of a JSON value that stand at the paths, and nothing else: no key, no number, no string elsewhere.
 * A path is keys joined by dots; `*` is every element or key, `**` at the end every string below.
 */
export function mapTexts(value: unknown, paths: readonly string[], map: (text: string) => string): unknown {
  return paths.reduce<unknown>((mapped, path) => mapAt(mapped, path.split('.'), map), value)
}

/** The strings at the paths. */
export function textsAt(value: unknown, paths: readonly string[]): string[] {
  const texts: string[] = []
  mapTexts(value, paths, (text) => {
    texts.push(text)
    return text
  })
  return texts
}

function mapAt(value: unknown, path: readonly string[], map: (text: string) => string): unknown {
  const [key, ...rest] = path
  if (typeof value === 'string') return key === undefined || key === '**' ? map(value) : value
  if (value === null || typeof value !== 'object' || key === undefined) return value
  const below = key === '**' ? path : rest
  if (Array.isArray(value)) {
    return key.startsWith('*') ? value.map((one: unknown) => mapAt(one, below, map)) : value
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, one]: [string, unknown]) => [
      name,
      key.startsWith('*') || key === name ? mapAt(one, below, map) : one,
    ]),
  )
}
