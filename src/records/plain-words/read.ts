import { readableText } from '../../slack/mrkdwn.ts'
import { inTransaction } from '../../context.ts'
import { wholeAnswer } from '../../llm/language-model.ts'
import { loadPrompts, newDelimiter, promptData } from '../../llm/prompts.ts'
import type { Caller } from '../../members/caller.ts'
import { listMembers } from '../../members/members-store.ts'
import { readModelAnswer, type WordsReading } from './plain-words.ts'
import type { Vocabulary, VocabularyKind } from '../line/words/reading.ts'

/** How long a person is let wait for the model, in milliseconds; then the form opens as the rules read it. */
export const MODEL_PATIENCE_MS = 10_000
/** As much of the words as the rules read. */
const LONGEST_WORDS = 1500
const MAX_TOKENS = 2000

/** What the model read, and the Slack users of the people whom it found by name. */
export type ModelReading = { readonly reading: WordsReading; readonly userIds: readonly string[] }

/**
 * Asks the model to read a person's words. null when no model is set, or none answered in time or usefully: that is
 * logged, without the words. Throws nothing for the model's sake.
 */
export async function readPlainWords(
  { ctx, locale }: Pick<Caller, 'ctx' | 'locale'>,
  typed: string,
  options: {
    readonly vocabulary: Vocabulary
    /** The kinds that may be chosen. */
    readonly kinds: readonly VocabularyKind[]
    readonly today: Temporal.PlainDate
    readonly signal: AbortSignal
  },
): Promise<ModelReading | null> {
  const { model } = ctx
  const words = readableText(typed).slice(0, LONGEST_WORDS)
  if (model === null || words === '') return null
  const { vocabulary, kinds, today } = options
  const prompt = loadPrompts()
    .get('read-record', locale)
    .render({
      today: `${today.toString()} ${today.toLocaleString(locale === 'zh' ? 'zh-CN' : 'en-GB', { weekday: 'long' })}`,
      kinds: promptData(kinds.map(({ id, family, names }) => ({ id, family, names: names.slice(0, 8) }))),
      measures: promptData(vocabulary.measures.map(({ id, name, unit }) => ({ id, name, unit }))),
      // As a JSON text, so that nobody types the end of the data.
      words: promptData([words]).slice(1, -1),
      delimiter: newDelimiter(),
    })
  try {
    const request = { ...prompt, maxTokens: MAX_TOKENS, temperature: 0 }
    const { text } = await wholeAnswer(model, request, options.signal)
    const reading = readModelAnswer(text, words, { ...vocabulary, kinds }, today)
    return { reading, userIds: await usersNamed(ctx, reading.names) }
  } catch (error) {
    ctx.log.warn({ err: error, model: model.name }, 'the model read no record; the form opens without it')
    return null
  }
}

/** Slack users of members with exactly these names; a name that two members have is nobody's. */
async function usersNamed(ctx: Caller['ctx'], names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const members = await inTransaction(ctx, async ({ db }) => await listMembers(db))
  return names.flatMap((name) => {
    const wanted = name.replace(/^@/, '').toLowerCase()
    const found = members.filter((member) => member.name.toLowerCase() === wanted && member.leftOn === null)
    return found.length === 1 ? (found[0]?.slackUserId ?? []) : []
  })
}
