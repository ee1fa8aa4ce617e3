import { addPerson, changeFaults, changeProfile, join, leave, moveClock } from './office-changes.ts'
import { watchChanges } from './events.ts'
import { markRead, personState } from './sees.ts'
import { PersonAtWork, ownConversation, refusing } from './acting.ts'
import { askForOptions, click } from './clicks.ts'
import { close, openHome, submit, useShortcut } from './forms.ts'
import { typeText, uploadFile } from './types.ts'
import type * as say from '../protocol/protocol.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import { ScriptedPerson } from './scripted-person.ts'
import type { World } from '../state/world.ts'

/** How many root messages a person is shown unless asked otherwise. */
const MESSAGES_SHOWN = 200

/**
 * The people of the workspace: what they see and do, in the same shapes as the JSON API. Acts resolve when the bot
 * has acknowledged, and never reject for something that a person could do wrong: then `ok` is false.
 */
export class People {
  readonly #desk: PersonAtWork

  constructor(world: World) {
    this.#desk = new PersonAtWork(world)
  }

  /** What a person sees. Throws {@link SlackRefusal} for an unknown person or a conversation not theirs. */
  state(of: { as: string; conversation?: string; limit?: number }): say.PersonState {
    const { world } = this.#desk
    const person = world.store.users.get(of.as)
    if (person === undefined) throw new SlackRefusal('user_not_found')
    const conversation =
      of.conversation === undefined ? null : ownConversation(world, person, of.conversation)
    if (conversation !== null) markRead(world, person.id, conversation)
    return personState(world, person, conversation, of.limit ?? MESSAGES_SHOWN)
  }

  /** Calls `tell` with what changes for this person until the returned function is called. */
  watch(as: string, tell: (change: say.ChangeEvent) => void): () => void {
    return watchChanges(this.#desk.world, as, tell)
  }

  /** Short ways to act as one person. */
  person(id: string): ScriptedPerson {
    return new ScriptedPerson(this, this.#desk.world, id)
  }

  async command(request: say.CommandRequest): Promise<say.CommandAnswer> {
    return await refusing(async () => await typeText(this.#desk, request))
  }

  async click(request: say.ClickRequest): Promise<say.Done> {
    return await refusing(async () => await click(this.#desk, request))
  }

  async options(request: say.OptionsRequest): Promise<say.OptionsAnswer> {
    return await refusing(async () => await askForOptions(this.#desk, request))
  }

  async submit(request: say.SubmitRequest): Promise<say.SubmitAnswer> {
    return await refusing(async () => await submit(this.#desk, request))
  }

  async close(request: say.CloseRequest): Promise<say.Done> {
    return await refusing(async () => await close(this.#desk, request))
  }

  async shortcut(request: say.ShortcutRequest): Promise<say.Done> {
    return await refusing(async () => await useShortcut(this.#desk, request))
  }

  async home(request: say.HomeRequest): Promise<say.Done> {
    return await refusing(async () => await openHome(this.#desk, request))
  }

  async upload(request: say.UploadRequest): Promise<say.UploadAnswer> {
    return await refusing(async () => await uploadFile(this.#desk, request))
  }

  /** Moves the clock; without a request only reads it. */
  async clock(request?: say.ClockRequest): Promise<say.ClockAnswer> {
    if (request === undefined) return { ok: true, clock: this.#desk.world.clock.state() }
    return await refusing(() => moveClock(this.#desk, request))
  }

  async profile(request: say.ProfileRequest): Promise<say.Done> {
    return await refusing(async () => await changeProfile(this.#desk, request))
  }

  /** A new person comes into the workspace and these channels. */
  async arrive(user: say.StoredUser, channels: readonly string[] = []): Promise<say.Done> {
    return await refusing(async () => await addPerson(this.#desk, user, channels))
  }

  async join(request: say.MembershipRequest): Promise<say.Done> {
    return await refusing(async () => await join(this.#desk, request))
  }

  async leave(request: say.MembershipRequest): Promise<say.Done> {
    return await refusing(async () => await leave(this.#desk, request))
  }

  async faults(request: say.FaultsRequest): Promise<say.FaultsAnswer> {
    return await refusing(() => changeFaults(this.#desk, request))
  }
}
