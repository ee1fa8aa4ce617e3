import type { ModelRequest, ModelUsage } from './language-model.ts'

/** Han, kana, hangul and full-width signs: about one token each. */
const WIDE = /[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFFEF]|[\u{20000}-\u{3FFFF}]/gu

/**
 * How many tokens a text costs where the server does not say. It errs high, because a ceiling is kept with it:
 * one a wide character, one for three of the others (usual vocabularies take about 0.7, and one for four).
 */
export function estimateTokens(text: string): number {
  const wide = text.match(WIDE)?.join('').length ?? 0
  return wide + Math.ceil((text.length - wide) / 3)
}

/** Adds up what the attempts of one request cost. */
export type TokenBill = {
  /** One attempt: the server's count if it gave one, and all the text it sent. One that brought nothing is free. */
  add(attempt: {
    usage: Pick<ModelUsage, 'promptTokens' | 'completionTokens'> | null
    received: string
  }): void
  /** null: nothing was generated. */
  total(): ModelUsage | null
}

export function openBill(request: ModelRequest): TokenBill {
  let total: ModelUsage | null = null
  return {
    add: ({ usage, received }) => {
      if (usage === null && received === '') return
      const promptTokens =
        usage?.promptTokens ?? estimateTokens(request.system) + estimateTokens(request.user)
      total = {
        promptTokens: (total?.promptTokens ?? 0) + promptTokens,
        completionTokens:
          (total?.completionTokens ?? 0) + (usage?.completionTokens ?? estimateTokens(received)),
        estimated: (total?.estimated ?? false) || usage === null,
      }
    },
    total: () => total,
  }
}
