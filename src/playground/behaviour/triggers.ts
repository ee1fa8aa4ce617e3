import { newSecret } from '../protocol/ids.ts'
import { SlackRefusal } from '../protocol/refusal.ts'

/** How long a trigger may be exchanged for a view, milliseconds of real time. Source: Slack, "within 3 seconds". */
const TRIGGER_LIFE = 3_000

type Trigger = { user: string; view: string | null; expires: number; exchanged: boolean }

/** The trigger ids given out with commands and interactions: good for one view within three seconds. */
export class Triggers {
  readonly #triggers = new Map<string, Trigger>()

  /** `view` is the modal acted in, null elsewhere. */
  issue(user: string, view: string | null = null): string {
    this.#forgetOld()
    const id = `${Date.now()}.${this.#triggers.size}.${newSecret()}`
    this.#triggers.set(id, { user, view, expires: Date.now() + TRIGGER_LIFE, exchanged: false })
    return id
  }

  /** Who may be shown a view, once. Refuses as Slack does. */
  exchange(id: string): { user: string; view: string | null } {
    const trigger = this.#triggers.get(id)
    if (trigger === undefined) {
      throw new SlackRefusal(/^\d+\.\d+\./.test(id) ? 'expired_trigger_id' : 'invalid_trigger_id')
    }
    if (trigger.exchanged) throw new SlackRefusal('exchanged_trigger_id')
    if (Date.now() > trigger.expires) throw new SlackRefusal('expired_trigger_id')
    trigger.exchanged = true
    return trigger
  }

  /** Old ones stay for a minute, so that reuse and lateness can be told apart; they lie in order of issue. */
  #forgetOld(): void {
    for (const [id, trigger] of this.#triggers) {
      if (trigger.expires > Date.now() - 60_000) return
      this.#triggers.delete(id)
    }
  }
}
