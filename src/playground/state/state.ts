import type { HomeView, ModalView } from '@slack/types'
import type { ClockSetting } from '../behaviour/clock.ts'
import type {
  StoredConversation,
  StoredMessage,
  StoredUser,
  StoredUserGroup,
  ViewState,
} from '../protocol/protocol.ts'

/** A modal or a Home tab as the server keeps it. */
export type StoredView = {
  id: string
  user: string
  view: ModalView | HomeView
  hash: string
  rootId: string
  previousId: string | null
  /** What stands in the inputs as far as the server knows. */
  state: ViewState
  /** block_id → sentence, from a refused submission. */
  errors: Record<string, string>
}

export type StoredFile = {
  id: string
  name: string
  title: string
  mimetype: string
  /** Bytes. */
  size: number
  user: string
  /** Playground clock, ISO instant. */
  at: string
  altText: string | null
  /** Uploaded but not completed files are invisible. */
  complete: boolean
  shares: { channel: string; ts: string }[]
}

/** Where a bot may answer an interaction for 30 minutes (real time), five times. */
export type ResponseUrl = {
  id: string
  user: string
  channel: string
  /** The message that was acted on, if there was one. */
  messageTs: string | null
  threadTs: string | null
  /** Milliseconds since 1970, real time. */
  expires: number
  usesLeft: number
}

/** Everything that can happen to the state. The journal is a list of these; applying them again gives the state. */
export type Change =
  | { kind: 'user'; user: StoredUser }
  | { kind: 'group'; group: StoredUserGroup }
  | { kind: 'conversation'; conversation: StoredConversation }
  | { kind: 'message'; message: StoredMessage }
  | { kind: 'streamed'; channel: string; ts: string; add: string }
  | { kind: 'deleted'; channel: string; ts: string }
  | { kind: 'file'; file: StoredFile }
  | { kind: 'view'; view: StoredView }
  /** The open modals of a user, lowest first; those that leave the stack are forgotten. */
  | { kind: 'stack'; user: string; views: string[] }
  | { kind: 'read'; user: string; channel: string; ts: string }
  | { kind: 'responseUrl'; url: ResponseUrl }
  | { kind: 'clock'; setting: ClockSetting | null }

/** What of the state somebody may have on the screen and has to be drawn again. */
export type Touched = {
  conversation?: string
  /** Only this person sees the difference. */
  only?: string
  stream?: { channel: string; ts: string; markdown: string; streaming: boolean }
  modalOf?: string
  homeOf?: string
  clock?: true
  people?: true
}
