import { logRecord, type Logged } from '../../src/records/change/log-record.ts'
import { LooksUnusual } from '../../src/records/doubts/question-unusual.ts'

/** Logs a record and says of whatever is asked about that it is right: for records that are much alike. */
export async function logAnyway(
  ctx: Parameters<typeof logRecord>[0],
  entry: Parameters<typeof logRecord>[1],
): Promise<Logged> {
  try {
    return await logRecord(ctx, entry)
  } catch (error) {
    if (!(error instanceof LooksUnusual)) throw error
    const confirmed = [...(entry.confirmed ?? []), ...error.unusual.map(({ key }) => key)]
    return await logAnyway(ctx, { ...entry, confirmed })
  }
}
