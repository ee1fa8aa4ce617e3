import { z } from 'zod'

const price = z.object({ prompt: z.number().min(0), completion: z.number().min(0) })

const schema = z.object({
  pseudonyms: z.boolean().default(true),
  tokensPerMonth: z.int().min(0).nullable().default(null),
  costPerMonth: z.number().min(0).nullable().default(null),
  price: price.nullable().default(null),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('CNY'),
})

/**
 * What an admin lets go to the model: whether names of members are replaced on the way, how many tokens and how much
 * money a month (null: no ceiling), and what a million tokens cost (null: not known, so no cost is told).
 */
export type ModelSettings = z.infer<typeof schema>

/** The part of the workspace's settings. */
export const MODEL_SETTINGS = 'model'

/** Throws when what is stored cannot be read: names must not go out because a setting was damaged. */
export function modelSettings(settings: Readonly<Record<string, unknown>>): ModelSettings {
  const parsed = schema.safeParse(settings[MODEL_SETTINGS] ?? {})
  if (!parsed.success) throw new Error(`the workspace's model settings: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** What these tokens cost by the price set; null where none is. */
export function costOf(
  { price: set }: Pick<ModelSettings, 'price'>,
  tokens: { readonly promptTokens: number; readonly completionTokens: number },
): number | null {
  if (set === null) return null
  return (tokens.promptTokens * set.prompt + tokens.completionTokens * set.completion) / 1_000_000
}
