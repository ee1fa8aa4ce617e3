import { dayOf, type Caller, type Verb } from '../../members/caller.ts'
import type { Audience } from '../words/words.ts'

/** What can be typed after /essay. */
export type EssayVerb = Verb

/** Whom an answer is for. */
export function audienceOf(caller: Pick<Caller, 'ctx' | 'workspace' | 'locale'>): Audience {
  return { locale: caller.locale, zone: caller.workspace.zone, today: dayOf(caller) }
}
