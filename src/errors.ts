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

/**
 * The database did not answer. `stored` is what is known of the transaction: 'no' when its COMMIT was never sent,
 * 'unknown' when the connection was lost around it; who asks must be told nothing that was not looked up first.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'
  readonly stored: 'no' | 'unknown'

  constructor(stored: 'no' | 'unknown', options?: ErrorOptions) {
    super('the database does not answer', options)
    this.stored = stored
  }
}

/** This request was carried out before: nothing is said and nothing changes. */
export class AlreadyHandled extends Error {
  override readonly name = 'AlreadyHandled'
}
