import { z } from 'zod'
import { evidence } from '../record/record.ts'

/** What the form carries along, beside its fields. With `id` it corrects that record, else it logs a new one. */
export const formMemo = z.object({
  family: z.enum(['study', 'activity']),
  id: z.string().nullable(),
  baseRevision: z.int(),
  /** Where the confirmation goes: back to the command that opened the form. */
  responseUrl: z.string().nullable(),
  /** The form was opened from the record's card, which the confirmation replaces, so that no old wording stays there. */
  fromCard: z.boolean().optional(),
  /** People of the record without a Slack account, whom the picker cannot show; absent: looked up when it is stored. */
  keptPeople: z.array(z.string()).readonly().optional(),
  /** Of a new record; a correction keeps what the record has. */
  evidence: z.array(evidence).readonly(),
  /** Kinds of both families are offered, and the kind decides: the form was opened on a message. */
  anyFamily: z.boolean().optional(),
  /** Keys of unusual values that the person has confirmed so far. */
  confirmed: z.array(z.string()).readonly().optional(),
})
export type FormMemo = Readonly<z.infer<typeof formMemo>>

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
