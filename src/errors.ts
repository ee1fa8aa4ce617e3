import { say, type Locale, type Said } from './locale.ts'

/**
 * Something the person can mend: what is wrong, the value, and what to do, in both languages.
 * It is said to the person and not logged as a fault. `message` is the English sentence.
 */
export class MemberFacingError extends Error {
  override readonly name: string = 'MemberFacingError'
  readonly said: Said

  constructor(said: Said, options?: ErrorOptions) {
    super(said.en, options)
    this.said = said
  }

  in(locale: Locale): string {
    return say(locale, this.said)
  }
}

/** Faults of single fields of a form, said at the field. Keys are the form's block ids. */
export class FieldFaults extends MemberFacingError {
  override readonly name = 'FieldFaults'
  readonly fields: Readonly<Record<string, Said>>

  constructor(fields: Readonly<Record<string, Said>>) {
    const faults = Object.values(fields)
    super({
      zh: faults.map((fault) => fault.zh).join('\n'),
      en: faults.map((fault) => fault.en).join('\n'),
    })
    this.fields = fields
  }
}

/** This request was carried out before: nothing is said and nothing changes. */
export class AlreadyHandled extends Error {
  override readonly name = 'AlreadyHandled'
}
