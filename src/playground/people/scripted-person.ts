import { directMessageId } from '../protocol/ids.ts'
import { modalsSeen, homeSeen, conversationContent } from './sees.ts'
import type {
  ClickRequest,
  CloseRequest,
  CommandAnswer,
  CommandRequest,
  Container,
  Done,
  ElementInput,
  HomeSeen,
  MessageSeen,
  ModalSeen,
  SubmitAnswer,
  SubmitRequest,
} from '../protocol/protocol.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import { directMessage, type World } from '../state/world.ts'

/** What is done for a person; {@link ScriptedPerson} only fills in who and where. */
type Acts = {
  command(request: CommandRequest): Promise<CommandAnswer>
  click(request: ClickRequest): Promise<Done>
  submit(request: SubmitRequest): Promise<SubmitAnswer>
  close(request: CloseRequest): Promise<Done>
}

/** One person at the playground, with the shortest words for what they do most. */
export class ScriptedPerson {
  readonly id: string
  /** Their direct message with the bot. */
  readonly dm: string
  readonly #people: Acts
  readonly #world: World

  constructor(people: Acts, world: World, id: string) {
    if (!world.store.users.has(id)) throw new SlackRefusal('user_not_found', [id])
    this.#people = people
    this.#world = world
    this.id = id
    this.dm = directMessageId(id)
  }

  /** Types a command or a message, in their direct message with the bot unless a channel is named. */
  async type(text: string, channel: string = this.dm): Promise<CommandAnswer> {
    return await this.#people.command({ as: this.id, channel, text })
  }

  /** Acts on an element of a message or view. */
  async click(
    where: Container | MessageSeen | ModalSeen | HomeSeen,
    action_id: string,
    input: ElementInput & { block_id?: string; values?: Record<string, Record<string, ElementInput>> } = {},
  ): Promise<Done> {
    return await this.#people.click({ as: this.id, container: containerOf(where), action_id, ...input })
  }

  /** Sends the modal on top with these inputs. */
  async submit(values: Record<string, Record<string, ElementInput>> = {}): Promise<SubmitAnswer> {
    return await this.#people.submit({ as: this.id, view_id: this.#topModal().id, values })
  }

  async close(): Promise<Done> {
    return await this.#people.close({ as: this.id, view_id: this.#topModal().id })
  }

  /** Messages of a conversation as they see them, oldest first, replies inside. */
  sees(channel: string = this.dm): MessageSeen[] {
    const conversation = this.#world.store.conversations.get(channel) ?? directMessage(this.#world, this.id)
    return conversationContent(this.#world, this.id, conversation, Number.MAX_SAFE_INTEGER).messages
  }

  /** The modal on top, null if none is open. */
  modal(): ModalSeen | null {
    return modalsSeen(this.#world, this.id).at(-1) ?? null
  }

  home(): HomeSeen | null {
    return homeSeen(this.#world, this.id)
  }

  #topModal(): ModalSeen {
    const modal = this.modal()
    if (modal === null) throw new SlackRefusal('view_not_found', [`${this.id} has no modal open`])
    return modal
  }
}

function containerOf(where: Container | MessageSeen | ModalSeen | HomeSeen): Container {
  if ('ts' in where) return { channel: where.channel, message_ts: where.ts }
  return 'id' in where ? { view_id: where.id } : where
}
