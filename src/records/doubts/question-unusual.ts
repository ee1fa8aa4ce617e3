import type { Db } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import { listMeasures } from '../vocabulary/kinds-store.ts'
import type { RecordDetails } from '../record/record.ts'
import { findUnusual, type Unusual } from './unusual.ts'
import { readUsualValues } from './usual-store.ts'

/** Values so far from the usual that a person has to say they are right. Nothing was stored. */
export class LooksUnusual extends MemberFacingError {
  readonly unusual: readonly Unusual[]

  constructor(unusual: readonly Unusual[]) {
    super({
      zh: unusual.map(({ question }) => question.zh).join('\n'),
      en: unusual.map(({ question }) => question.en).join('\n'),
    })
    this.unusual = unusual
  }
}

/**
 * Throws LooksUnusual for values ten times the usual, unless their keys are among the confirmed ones. Of a record that
 * is corrected (`before`), only what changes is asked about.
 */
export async function questionUnusual(
  db: Db,
  details: RecordDetails,
  options: {
    readonly confirmed: readonly string[]
    readonly before: (RecordDetails & { readonly id: string }) | null
  },
): Promise<void> {
  const { before } = options
  if (details.headCount === null && details.quantities.length === 0) return
  const usual = await readUsualValues(db, details, before?.id ?? null)
  const known = new Set([
    ...options.confirmed,
    ...(before === null ? [] : findUnusual(before, usual, []).map(({ key }) => key)),
  ])
  const isNew = ({ key }: Unusual) => !known.has(key)
  if (!findUnusual(details, usual, []).some(isNew)) return
  throw new LooksUnusual(findUnusual(details, usual, await listMeasures(db)).filter(isNew))
}
