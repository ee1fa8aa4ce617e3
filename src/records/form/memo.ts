import type { Evidence, Family } from '../record/record.ts'

/** What the form carries along, beside its fields. With `id` it corrects that record, else it logs a new one. */
export type FormMemo = {
  readonly family: Family
  readonly id: string | null
  readonly baseRevision: number
  /** Where the confirmation goes: back to the command that opened the form. */
  readonly responseUrl: string | null
  /** People of the record without a Slack account, whom the picker cannot show; absent: looked up when it is stored. */
  readonly keptPeople?: readonly string[]
  /** Of a new record; a correction keeps what the record has. */
  readonly evidence: readonly Evidence[]
  /** Kinds of both families are offered, and the kind decides: the form was opened on a message. */
  readonly anyFamily?: boolean
  /** Keys of unusual values that the person has confirmed so far. */
  readonly confirmed?: readonly string[]
}

/** What Slack lets a form carry, in UTF-16 units. Source: Slack's reference, "Modal views", private_metadata. */
const METADATA = 3000

/** The memo with as much of its evidence as a form can carry, and without the people who can be looked up. */
export function fittingMemo(memo: FormMemo): FormMemo {
  if (JSON.stringify(memo).length <= METADATA) return memo
  const { keptPeople: _lookedUp, ...fitting } = memo
  for (let count = memo.evidence.length; count >= 0; count -= 1) {
    const cut = { ...fitting, evidence: memo.evidence.slice(0, count) }
    if (JSON.stringify(cut).length <= METADATA - 100) return cut
  }
  return { ...fitting, evidence: [] }
}
