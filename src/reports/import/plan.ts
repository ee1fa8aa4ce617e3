import { z } from 'zod'

const changeSchema = z.object({ before: z.string(), after: z.string() })

const verdictSchema = z.object({
  figures: z.int(),
  /** Those that records bear out. */
  traced: z.int(),
  /** Those that an editor vouches for. Plans made before it was told apart counted them as traced. */
  confirmed: z.int().optional(),
  /** What keeps the text from leaving as right: as the verdict will count it. */
  places: z.int().optional(),
  faults: z.array(z.object({ text: z.string(), reason: z.string() })),
})

const sectionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unchanged'), sectionId: z.string() }),
  z.object({
    kind: z.literal('changed'),
    sectionId: z.string(),
    draftId: z.string(),
    /** The draft's newest version when this was planned: it is what Apply counts on. */
    seenVersion: z.int(),
    /** The version that the file was made from. */
    baseVersion: z.int(),
    text: z.string(),
    changes: z.array(changeSchema),
    verdict: verdictSchema,
    /** A newer draft of the same section, which the report takes as long as this one is not approved. */
    newerDraft: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('conflict'),
    sectionId: z.string(),
    draftId: z.string(),
    seenVersion: z.int(),
    baseVersion: z.int(),
    changes: z.array(changeSchema),
  }),
  /** Words below the heading of a section that has no draft. */
  z.object({ kind: z.literal('undrafted'), sectionId: z.string() }),
  /** Everything below the heading was taken out. */
  z.object({ kind: z.literal('emptied'), sectionId: z.string(), draftId: z.string() }),
])

export const reportImportSchema = z.object({
  outlineId: z.string(),
  period: z.string(),
  /** Whether the file itself said what it was made from. */
  isMarked: z.boolean(),
  sections: z.array(sectionSchema),
})

/** What an edited document comes to, section by section, in the outline's order. */
export type ReportImportPlan = z.infer<typeof reportImportSchema>
export type SectionPlan = z.infer<typeof sectionSchema>
export type ChangedSection = Extract<SectionPlan, { kind: 'changed' }>

export function changedSections({ sections }: ReportImportPlan): ChangedSection[] {
  return sections.filter((section) => section.kind === 'changed')
}
