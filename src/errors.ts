import { say, type Locale, type LocalizedText } from './locale.ts'

/**
 * Something the person can mend: what is wrong, the value, and what to do, in both languages.
 * It is said to the person and not logged as a fault. `message` is the English sentence.
 */
export class MemberFacingError extends Error {
  override readonly name: string = 'MemberFacingError'
  readonly said: LocalizedText

  constructor(said: LocalizedText, options?: ErrorOptions) {
    super(said.en, options)
    this.said = said
  }

  in(locale: Locale): string {
    return say(locale, this.said)
  }
}

/** Faults of single fields of a form, said at the field. Keys are the form's block ids. */
export class FieldIssues extends MemberFacingError {
  override readonly name = 'FieldIssues'
  readonly fields: Readonly<Record<string, LocalizedText>>

  constructor(fields: Readonly<Record<string, LocalizedText>>) {
    const faults = Object.values(fields)
    super({
      zh: faults.map((fault) => fault.zh).join('\n'),
      en: faults.map((fault) => fault.en).join('\n'),
    })
    this.fields = fields
  }
}

/** Slack failed a person who could not help it: it is said with what they typed or pressed, to be sent again. */
export class SendAgain extends MemberFacingError {
  override readonly name: string = 'SendAgain'
}

/**
 * The database did not answer. `stored` is what is known of the transaction: 'no' when its COMMIT was never sent,
 * 'unknown' when the connection was lost around it; who asks must be told nothing that was not looked up first.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'
  readonly stored: 'no' | 'unknown'
  /** Slack's id of the request that was to be carried out in this very transaction; null: it stored nothing of one. */
  readonly request: string | null

  constructor(stored: 'no' | 'unknown', options: ErrorOptions & { readonly request?: string } = {}) {
    super('the database does not answer', options)
    this.stored = stored
    this.request = options.request ?? null
  }
}

/** What a transaction failed with, naming the request that was to be carried out in it. */
export function failedIn(request: string, error: unknown): unknown {
  if (!(error instanceof DatabaseUnavailable)) return error
  return new DatabaseUnavailable(error.stored, { cause: error, request })
}

/** This request was carried out before: nothing is said and nothing changes. */
export class AlreadyHandled extends Error {
  override readonly name = 'AlreadyHandled'
}

/** What is wrong with one field of a form, said there: an error of `work` that names no field becomes one of `field`. */
export async function atField<T>(field: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof FieldIssues || !(error instanceof MemberFacingError)) throw error
    throw new FieldIssues({ [field]: error.said })
  }
}

/** What `read` makes of a person's words; null where it says that they cannot be read. */
export function ifReadable<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof MemberFacingError) return null
    throw error
  }
}

/** Something that whoever runs Wenshu can mend. Its message is plain sentences: what is wrong and what to do; no stack is shown. */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError'
}
