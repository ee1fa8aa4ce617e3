import type { KnownBlock } from '@slack/types'
import type { Transacting } from '../context.ts'
import type { Locale, LocalizedText } from '../locale.ts'
import type { Caller } from '../members/caller.ts'
import type { Ability, Member } from '../members/member.ts'
import type { Workspace } from '../members/workspace-store.ts'
import type { Message } from '../slack/blocks.ts'
import type { FormValues } from '../slack/listener.ts'
import type { Kept, PendingImport, SortName } from './pending-store.ts'

/** Told how many rows are stored of how many. It is heard after the fact: what it does holds nothing up. */
export type Progress = (done: number, all: number) => void

/**
 * A sort of files that people bring: how one is read and shown, and what pressing Import does. The flow is the same for
 * all: a form takes the file, a job fetches and reads it, the preview waits, and Import or Cancel ends it.
 */
export type ImportSort<Plan, Done> = {
  readonly name: SortName
  /** The form's callback id; the buttons of the preview are `<form>.apply` and `<form>.cancel`. */
  readonly form: string
  /** What opens the form, as it is typed: /wenshu import. */
  readonly command: string
  readonly ability: Ability
  /** Bytes that a file may have, what to do with a larger one, and which it may be by its name. */
  readonly file: { readonly most: number; readonly advice: LocalizedText; readonly types: string[] }
  /** `expireIn`: seconds that reading or importing may take. */
  readonly queue: { readonly name: string; readonly expireIn: number }
  /** The event type of the messages that the flow posts. */
  readonly mark: string
  readonly words: {
    readonly title: LocalizedText
    readonly what: LocalizedText
    readonly label: LocalizedText
  }
  /** What the form asks beside the file. */
  readonly period?: {
    readonly field: (caller: Caller) => KnownBlock
    /** Throws FieldIssues. */
    readonly read: (values: FormValues, caller: Caller) => string
  }
  /** Reads the file, and returns how to plan it in a transaction. Both throw MemberFacingError for what is no such file. */
  readonly read: (
    bytes: Uint8Array,
    pending: Pick<PendingImport, 'period'>,
  ) => Promise<(ctx: Transacting) => Promise<Plan>>
  readonly keep: (plan: Plan) => Kept
  readonly revive: (kept: Kept) => Plan
  readonly preview: (
    pending: Pick<PendingImport, 'id' | 'fileName'>,
    plan: Plan,
    to: { readonly workspace: Workspace; readonly locale: Locale },
  ) => Message
  /**
   * Does exactly what the preview said, in the transaction given, and tells `progress` how far it is. Throws
   * MemberFacingError when it cannot be done any more, PlanOutdated when the file is to be compared anew.
   */
  readonly carryOut: (
    ctx: Transacting,
    asked: {
      readonly pending: PendingImport
      readonly plan: Plan
      readonly by: Member
      readonly progress: Progress
    },
  ) => Promise<Done>
  readonly done: (pending: Pick<PendingImport, 'fileName'>, done: Done, locale: Locale) => Message
}

/** What the preview counted on has changed since: nothing is stored, and the file is compared anew. */
export class PlanOutdated extends Error {
  override readonly name = 'PlanOutdated'
}
