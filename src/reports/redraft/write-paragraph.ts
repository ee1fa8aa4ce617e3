import { onAccountOf, wholeAnswer, type LanguageModel } from '../../llm/language-model.ts'
import { loadPrompts, newDelimiter, promptData } from '../../llm/prompts.ts'
import { buildDraftingPrompt, slotSources } from '../compose/build-drafting-prompt.ts'
import { isMended, judgeFilled, type JudgedText } from '../compose/judge-filled.ts'
import { paragraphsOf } from '../paragraphs/changed-paragraphs.ts'
import { composeSection } from '../compose/compose-section.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import type { DraftVersion } from '../draft/drafts-store.ts'
import { placedParagraphs } from '../paragraphs/paragraph-parts.ts'
import type { Source } from '../../claims/sources/source.ts'
import { carry, type Parent } from '../../claims/sources/carry.ts'
import { slotSourcesOf } from '../../claims/slots/slot-sources.ts'
import { fillSlots } from '../../claims/slots/slots.ts'
import { textWithSlots } from '../../claims/slots/text-with-slots.ts'

/** A paragraph written anew, its slots filled, with where its figures come from. */
export type WrittenParagraph = Parent & {
  /** The model's name, or `composer`. */
  readonly writtenBy: string
  readonly promptHash: string | null
}

type Task = {
  readonly basis: DraftBasis
  readonly version: DraftVersion
  /** Which paragraph, from 0. */
  readonly place: number
  readonly instruction: string
}

const TEMPERATURE = 0.3
const MAX_TOKENS = 2000
/** A paragraph that is longer than this is no paragraph. */
const LONGEST = 6000

/**
 * Writes one paragraph anew with the model, from the section's facts by slots, as the instruction says; a text that does
 * not hold is sent back once. Without a model the composer's paragraph on the same matter is taken. Throws what the model
 * throws, the signal's reason, and when the answer is empty or far too long.
 */
export async function writeParagraph(
  task: Task,
  model: LanguageModel | null,
  purpose: string,
  signal: AbortSignal,
): Promise<WrittenParagraph> {
  if (model === null) return { ...composedParagraph(task), writtenBy: 'composer', promptHash: null }
  const asked = onAccountOf(model, purpose)
  const first = await ask(task, asked, [], signal)
  if (first.judged.faults.length === 0) return first.written
  const second = await ask(task, asked, first.judged.faults, signal).catch(() => {
    signal.throwIfAborted()
    return null
  })
  return second !== null && isMended(first.judged, second.judged) ? second.written : first.written
}

async function ask(
  { basis, version, place, instruction }: Task,
  model: LanguageModel,
  faults: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly written: WrittenParagraph; readonly judged: JudgedText }> {
  const prompt = loadPrompts().get('draft-section', basis.locale)
  const { values, sources } = buildDraftingPrompt(basis, newDelimiter())
  const { spans } = version.verdict
  const isRight = ({ start, end }: Source): boolean =>
    spans.some((span) => span.sourced && span.state !== 'conflict' && span.start <= start && end <= span.end)
  const asSlots = (part: { readonly text: string; readonly start: number }): string =>
    textWithSlots(part, version.sources ?? [], sources, isRight)
  const paragraph = placedParagraphs(version.text)[place]
  if (paragraph === undefined) throw new Error(`there is no paragraph ${place}`)
  const rendered = prompt.render({
    ...values,
    previous: asSlots({ text: version.text, start: 0 }),
    faults: faults.length === 0 ? null : promptData(faults),
    paragraph: asSlots(paragraph),
    // As data: it can type neither a slot nor the end of a message.
    instruction: promptData([instruction]),
  })
  const answer = await wholeAnswer(
    model,
    { ...rendered, maxTokens: MAX_TOKENS, temperature: TEMPERATURE },
    signal,
  )
  const filled = fillSlots(answer.text, sources, { locale: basis.locale, citations: 'drop' })
  const text = paragraphsOf(filled.text).join('\n\n')
  if (text === '' || text.length > LONGEST) throw new Error('the answer is no paragraph')
  const judged = judgeFilled(filled, basis, { terms: false })
  const own = carry(text, [judged])
  return { written: { text, sources: own, writtenBy: answer.model, promptHash: prompt.version }, judged }
}

/** The composer's paragraph that speaks of the same, told by the words they share; the old one where none does. */
function composedParagraph({ basis, version, place }: Task): Parent {
  const own = paragraphsOf(version.text)[place] ?? ''
  const filled = fillSlots(composeSection(basis), slotSources(basis), { locale: basis.locale })
  const composed = filled.text
  const pairs = pairsOf(own)
  let [best, most] = [own, 0]
  for (const candidate of paragraphsOf(composed)) {
    const shared = [...pairsOf(candidate)].filter((pair) => pairs.has(pair)).length
    if (shared > most) [best, most] = [candidate, shared]
  }
  // Less than a fifth in common is another matter.
  return most * 5 >= pairs.size
    ? { text: best, sources: carry(best, [{ text: composed, sources: slotSourcesOf(filled) }]) }
    : { text: own, sources: [] }
}

function pairsOf(text: string): Set<string> {
  const words = text.toLowerCase().replaceAll(/[\s\p{P}\p{N}]+/gu, '')
  return new Set(Array.from({ length: Math.max(0, words.length - 1) }, (_, at) => words.slice(at, at + 2)))
}
