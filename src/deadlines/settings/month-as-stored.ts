import type { Month } from '../../time/month.ts'

/** The database checks the form; this gives it the type. */
export function monthAsStored(text: string): Month {
  const [year = '', month = ''] = text.split('-')
  return `${year}-${month}`
}
