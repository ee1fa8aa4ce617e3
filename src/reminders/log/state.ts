import { parseMonth, type Month } from '../../time/month.ts'

/** Which page of the log, as a button carries it. At most one member: more would not fit a button's value. */
export type LogState = { readonly month: Month; readonly memberId: string | null; readonly from: number }

export function packLogState({ month, memberId, from }: LogState): string {
  return `${month} ${from} ${memberId ?? ''}`.trimEnd()
}

export function unpackLogState(value: string): LogState {
  const [month = '', from = '', memberId] = value.split(' ')
  return { month: parseMonth(month), from: Number(from) || 0, memberId: memberId ?? null }
}
