import { z } from 'zod'
import type { Report } from './assemble-report.ts'

/** The property under which a document carries what it was made from. */
export const MANIFEST = 'wenshu'

const manifestSchema = z.object({
  team: z.string().min(1).max(60),
  outline: z.string().min(1).max(60),
  period: z.string().min(1).max(60),
  sections: z.record(
    z.string().max(60),
    z.object({ draft: z.string().regex(/^D-\d{1,9}$/), version: z.int().min(1).max(1_000_000) }),
  ),
})

/** What an exported document was made from: whose, which report, and the version of each section that stands in it. */
export type Manifest = z.infer<typeof manifestSchema>

export function manifestOf({ teamId, outline, period, sections }: Report): Manifest {
  const texts = sections.flatMap(({ section, text }) =>
    text === null ? [] : [[section.id, { draft: text.draftId, version: text.version.version }] as const],
  )
  return { team: teamId, outline: outline.id, period: period.label, sections: Object.fromEntries(texts) }
}

/** The manifest of a document that came back; null: it has none, or one that we did not write. */
export function readManifest(property: string | null): Manifest | null {
  if (property === null) return null
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(property))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
