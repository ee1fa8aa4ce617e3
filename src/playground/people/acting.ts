import { MemberFacingError } from '../../errors.ts'
import type { Acknowledgement } from '../protocol/delivery.ts'
import type { PlacedElement } from '../shapes/elements-of.ts'
import type { Sources } from '../views/input-state.ts'
import { fileSeen } from './sees.ts'
import type {
  Container,
  Done,
  Option,
  StoredConversation,
  StoredMessage,
  StoredUser,
  ViewState,
} from '../protocol/protocol.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import type { StoredView } from '../state/state.ts'
import { namesOf, type Names } from './typed-text.ts'
import { directMessage, type World } from '../state/world.ts'

/** What a person's screen remembers beside the stored state, gone after a restart as after closing a browser. */
export class PersonAtWork {
  readonly world: World
  /** `channel ts` → what stands in the message's menus. */
  readonly messageStates = new Map<string, ViewState>()
  readonly #offered = new Map<string, Option[]>()
  #names: Names | null = null

  constructor(world: World) {
    this.world = world
    world.store.onTouched(({ people }) => {
      if (people === true) this.#names = null
    })
  }

  names(): Names {
    const { users, groups, conversations } = this.world.store
    this.#names ??= namesOf(users.values(), groups.values(), conversations.values())
    return this.#names
  }

  /** Keeps what the bot offered in an external menu, so that it can be chosen. */
  offer(where: string, placed: PlacedElement, options: readonly Option[]): void {
    const key = `${where} ${placed.blockId} ${placed.actionId}`
    const known = this.#offered.get(key) ?? []
    const fresh = options.filter((option) => known.every(({ value }) => value !== option.value))
    this.#offered.set(key, [...known, ...fresh])
  }

  /** What this person can put into the inputs there; by force also files of others. */
  sources(where: string, person: StoredUser, force = false): Sources {
    return {
      file: (id) => {
        const file = this.world.store.files.get(id)
        const isTheirs = force || file?.user === person.id
        return file === undefined || !isTheirs ? undefined : fileSeen(file)
      },
      offered: ({ blockId, actionId }) => this.#offered.get(`${where} ${blockId} ${actionId}`) ?? [],
    }
  }
}

export function actingPerson(world: World, id: string): StoredUser {
  const user = world.store.users.get(id)
  if (user === undefined || user.isBot) throw new SlackRefusal('user_not_found')
  if (user.deleted) throw new SlackRefusal('account_inactive')
  return user
}

/** A conversation the person is in; their direct message with the bot is made if need be. */
export function ownConversation(world: World, person: StoredUser, id: string): StoredConversation {
  const known = world.store.conversations.get(id)
  const conversation = known ?? directMessage(world, person.id)
  if (conversation.id !== id || !world.store.isMember(person.id, id)) {
    throw new SlackRefusal('channel_not_found')
  }
  return conversation
}

export function visibleMessage(
  world: World,
  person: StoredUser,
  conversation: StoredConversation,
  ts: string,
): StoredMessage {
  const message = world.store.message(conversation.id, ts)
  const isHidden = message !== undefined && ![null, person.id].includes(message.ephemeralFor)
  if (message === undefined || isHidden) throw new SlackRefusal('message_not_found')
  return message
}

export function ownView(world: World, person: StoredUser, id: string): StoredView {
  const view = world.store.views.get(id)
  if (view === undefined || view.user !== person.id) throw new SlackRefusal('view_not_found')
  return view
}

/** A name for the container, to remember things under. */
export function placeOf(container: Container): string {
  return 'view_id' in container ? container.view_id : `${container.channel} ${container.message_ts}`
}

/** A refused act as the answer to a person; what is not a refusal is a fault of ours and goes on. */
export async function refusing<Answer extends Done>(
  act: () => Answer | Promise<Answer>,
): Promise<Answer | Done> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof SlackRefusal) return failed(error.code, error.messages.join('; '))
    if (error instanceof RangeError) return failed('invalid_input', error.message)
    if (error instanceof MemberFacingError) return failed('invalid_input', error.message)
    throw error
  }
}

/** The bot's acknowledgement as far as only its coming matters. */
export function doneWhen(answer: Acknowledgement): Done {
  return answer.ok ? { ok: true } : failed(answer.error, answer.detail)
}

function failed(error: string, detail = ''): Done {
  return { ok: false, error, ...(detail !== '' && { detail }) }
}
