import type { DraftBasis } from '../../basis/draft-basis.ts'

/** Words with which an editor's note speaks of what is planned. */
const STEP = /^(?:下一?步|下一?年|明年|今后|next|in future|we (?:will|plan))/i

/** Slots of the editors' notes on what was lacking, a paragraph each. */
export function notedGaps({ notes = [] }: DraftBasis): string[] {
  return notes.flatMap((text, place) => (STEP.test(text) ? [] : [`{{n${place + 1}}}`]))
}

/** Slots of the editors' notes on what is planned. */
export function notedSteps({ notes = [] }: DraftBasis): string[] {
  return notes.flatMap((text, place) => (STEP.test(text) ? [`{{n${place + 1}}}`] : []))
}
