import { MemberFacingError } from '../../errors.ts'
import { ModelAnswerRefused, ModelUnavailable } from '../../llm/model-errors.ts'
import { loadPrompts, newDelimiter } from '../../llm/prompts.ts'
import type { LanguageModel, ModelUsage } from '../../llm/language-model.ts'
import { wholeAnswer } from '../../llm/language-model.ts'
import { buildDraftingPrompt, slotSources } from '../compose/build-drafting-prompt.ts'
import { isMended, judgeFilled, type JudgedText } from '../compose/judge-filled.ts'
import { cleanAnswer, type Cleaned } from '../compose/clean-answer.ts'
import { composeSection } from '../compose/compose-section.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import { createSlotFiller, fillSlots } from '../../claims/slots/slots.ts'
import type { Source } from '../../claims/sources/source.ts'
import type { Verdict } from '../../claims/bind/verify-text.ts'

/** Where the text goes while it is written. */
export type Sink = {
  /** The next piece, slots filled. */
  append(text: string): Promise<void>
  /** What was shown is void; the text begins anew. */
  restart(): Promise<void>
}

/** A written section with what it took. `text` has its slots filled. */
export type WrittenSection = {
  readonly text: string
  readonly verdict: Verdict
  readonly sources: readonly Source[]
  /** The model's name, or `composer`. */
  readonly writtenBy: string
  readonly promptHash: string | null
  readonly parameters: {
    readonly temperature: number
    readonly maxTokens: number
    readonly repaired: boolean
    /** What had to be taken out of the answer before it was judged. */
    readonly cleaned: readonly Cleaned[]
  } | null
  readonly usage: ModelUsage | null
  /** Why a model that was asked for did not write it; null when all went well. */
  readonly modelFault: string | null
}

const TEMPERATURE = 0.3
const MAX_TOKENS = 4000

/**
 * Writes the section with the model, or with the built-in composer when there is none or it fails. A text that does not
 * hold against the records is sent back once; the second one is taken where it is better and no figure that was right
 * has become another claim's. Throws only the signal's reason.
 */
export async function writeSection(
  basis: DraftBasis,
  model: LanguageModel | null,
  sink: Sink,
  signal: AbortSignal,
): Promise<WrittenSection> {
  if (model === null) return await writeComposed(basis, sink, null)
  try {
    return await writeWithModel(basis, model, sink, signal)
  } catch (error) {
    signal.throwIfAborted()
    await sink.restart()
    const failed = {
      fault: error instanceof MemberFacingError ? error.in(basis.locale) : messageOf(error),
      usage: error instanceof ModelUnavailable || error instanceof ModelAnswerRefused ? error.usage : null,
    }
    return await writeComposed(basis, sink, failed)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** `failed`: the model that was to write it, and what its answer cost all the same. */
async function writeComposed(
  basis: DraftBasis,
  sink: Sink,
  failed: { readonly fault: string; readonly usage: ModelUsage | null } | null,
): Promise<WrittenSection> {
  const filled = fillSlots(composeSection(basis), slotSources(basis), { locale: basis.locale })
  const { text, verdict, sources } = judgeFilled(filled, basis)
  for (const paragraph of text.split(/(?<=\n\n)/)) await sink.append(paragraph)
  return {
    text,
    verdict,
    sources,
    writtenBy: 'composer',
    promptHash: null,
    parameters: null,
    usage: failed?.usage ?? null,
    modelFault: failed?.fault ?? null,
  }
}

async function writeWithModel(
  basis: DraftBasis,
  model: LanguageModel,
  sink: Sink,
  signal: AbortSignal,
): Promise<WrittenSection> {
  const prompt = loadPrompts().get('draft-section', basis.locale)
  const { values, sources } = buildDraftingPrompt(basis, newDelimiter())
  const request = { ...prompt.render(values), maxTokens: MAX_TOKENS, temperature: TEMPERATURE }
  let filler = createSlotFiller(sources, { locale: basis.locale, citations: 'drop' })
  let template = ''
  let usage: ModelUsage | null = null
  let name = model.name
  for await (const event of model.stream(request, signal)) {
    if (event.type === 'restart') {
      filler = createSlotFiller(sources, { locale: basis.locale, citations: 'drop' })
      template = ''
      await sink.restart()
    } else if (event.type === 'text') {
      template += event.text
      const shown = filler.push(event.text)
      if (shown !== '') await sink.append(shown)
    } else {
      usage = event.usage
      name = event.model
    }
  }
  const rest = filler.end()
  if (rest !== '') await sink.append(rest)
  const { text: tidy, cleaned } = cleanAnswer(template, { title: basis.section.title, locale: basis.locale })
  const options = { locale: basis.locale, citations: 'drop' } as const
  const first = judgeFilled(cleaned.length === 0 ? filler.result() : fillSlots(tidy, sources, options), basis)
  const { faults } = first
  const repaired = faults.length === 0 ? null : await repair({ basis, model, template: tidy, faults, signal })
  const better = repaired !== null && isMended(first, repaired) ? repaired : null
  const { text, verdict, sources: carried } = better ?? first
  return {
    text,
    verdict,
    sources: carried,
    writtenBy: name,
    promptHash: prompt.version,
    parameters: {
      temperature: TEMPERATURE,
      maxTokens: MAX_TOKENS,
      repaired: better !== null,
      cleaned: better?.cleaned ?? cleaned,
    },
    usage: added(usage, repaired?.usage ?? null),
    modelFault: null,
  }
}

/** One more answer, to the faults found; null when the model gives none: then the first text stands with its faults. */
async function repair(task: {
  readonly basis: DraftBasis
  readonly model: LanguageModel
  readonly template: string
  readonly faults: readonly string[]
  readonly signal: AbortSignal
}): Promise<(JudgedText & { readonly usage: ModelUsage; readonly cleaned: readonly Cleaned[] }) | null> {
  const { basis, model, signal } = task
  const { values, sources } = buildDraftingPrompt(basis, newDelimiter(), {
    previous: task.template,
    faults: task.faults,
  })
  const prompt = loadPrompts().get('draft-section', basis.locale)
  try {
    const request = { ...prompt.render(values), maxTokens: MAX_TOKENS, temperature: TEMPERATURE }
    const answer = await wholeAnswer(model, request, signal)
    const { text, cleaned } = cleanAnswer(answer.text, { title: basis.section.title, locale: basis.locale })
    const filled = fillSlots(text, sources, { locale: basis.locale, citations: 'drop' })
    return { ...judgeFilled(filled, basis), usage: answer.usage, cleaned }
  } catch {
    signal.throwIfAborted()
    return null
  }
}

function added(one: ModelUsage | null, other: ModelUsage | null): ModelUsage | null {
  if (one === null || other === null) return one ?? other
  return {
    promptTokens: one.promptTokens + other.promptTokens,
    completionTokens: one.completionTokens + other.completionTokens,
    estimated: one.estimated || other.estimated,
  }
}
