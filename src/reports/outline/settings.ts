import { z } from 'zod'

const schema = z.object({
  lexicon: z.array(z.string().min(1).max(60)).max(1000).default([]),
  mustUse: z.array(z.string().min(1).max(60)).max(50).default([]),
  mustNotUse: z.array(z.string().min(1).max(60)).max(50).default([]),
})

/** What an admin has set for reports: names that are no figures, terms that must or must not be used. */
export type ReportSettings = z.infer<typeof schema>

/** The `reports` part of the workspace's settings; what cannot be read counts as not set. */
export function reportSettings(settings: Readonly<Record<string, unknown>>): ReportSettings {
  const parsed = schema.safeParse(settings['reports'] ?? {})
  return parsed.success ? parsed.data : schema.parse({})
}

/** Names that hold numerals and are no figures, beyond those that ship. */
export function lexiconOf(settings: Readonly<Record<string, unknown>>): readonly string[] {
  return reportSettings(settings).lexicon
}
