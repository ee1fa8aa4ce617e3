import { createLog, type Log } from '../../src/log.ts'

/** A log whose lines are kept, parsed. */
export function keptLog(level = 'info'): { readonly log: Log; readonly lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = []
  const log = createLog(level, {
    write: (line) => {
      lines.push(JSON.parse(line) as Record<string, unknown>)
    },
  })
  return { log, lines }
}
