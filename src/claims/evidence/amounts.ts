/** A value with what each record contributes to it. */
export type Amounts = {
  readonly value: number
  readonly amounts: readonly (readonly [recordId: string, amount: number])[]
  readonly isComplete: boolean
}

/** Adds up one amount a row; rows without one stand beside it with nothing. */
export function added(
  amounts: readonly (readonly [recordId: string, amount: number])[],
  isComplete = true,
): Amounts {
  return { value: tidy(amounts.reduce((sum, [, amount]) => sum + amount, 0)), amounts, isComplete }
}

/**
 * Counts different things: each row contributes those that no row before it had, so that the amounts add up to how many
 * there are.
 */
export function distinct<Row extends { readonly id: string }>(
  rows: readonly Row[],
  of: (row: Row) => readonly (string | number)[],
  isComplete = true,
): Amounts {
  const seen = new Set<string | number>()
  const amounts = rows.map((row) => {
    const before = seen.size
    for (const one of of(row)) seen.add(one)
    return [row.id, seen.size - before] as const
  })
  return { value: seen.size, amounts, isComplete }
}

/** A-2 before A-10, A before S. */
export function byNumber([one]: readonly [string, number], [other]: readonly [string, number]): number {
  const [a, b] = [one.indexOf('-'), other.indexOf('-')]
  const [letters, others] = [one.slice(0, a), other.slice(0, b)]
  if (letters !== others) return letters < others ? -1 : 1
  return Number(one.slice(a + 1)) - Number(other.slice(b + 1))
}

/** Without the dust of binary fractions: 142.8 − 100.1 is 42.7. */
export function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
