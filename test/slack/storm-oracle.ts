import * as storageWords from '../../src/storage-words.ts'

/** One line that somebody typed, what they were told of it, and how often it stands in the database. */
export type Action = {
  readonly person: string
  readonly title: string
  /** Slack itself said that the bot could not be reached. */
  readonly wasRefused: boolean
  readonly heard: string
  readonly numbers: readonly number[]
}
export type Run = { readonly number: number; readonly fault: string; readonly actions: readonly Action[] }

/** A number that a sentence names, and the one under which a fault stands in the log. */
const [ID, FAULT] = ['S-1', '#']

/** Every sentence that claims this of storage, in both languages, as it is built for people. */
function sentencesOf(claim: 'stored' | 'not stored' | 'unknown'): RegExp {
  const { failed, lookedUp, doneBefore, storedBefore, notStored, stored } = storageWords
  const outcome = claim === 'stored' ? { claim, ids: [ID] } : { claim }
  const built = [
    failed(outcome, FAULT),
    ...(claim === 'unknown' ? [] : [lookedUp(claim === 'stored' ? { claim, ids: [ID] } : { claim })]),
    ...(claim === 'stored' ? [doneBefore([ID]), storedBefore([ID]), ...Object.values(stored)] : []),
    ...(claim === 'not stored' ? Object.values(notStored) : []),
  ]
  const forms = built.flatMap(({ zh, en }) => [zh, en]).map(patternOf)
  // A record that was logged is shown under its number.
  return new RegExp([...forms, ...(claim === 'stored' ? ['已记录 S-\\d+', 'Logged S-\\d+'] : [])].join('|'))
}

function patternOf(sentence: string): string {
  return sentence
    .split(/(S-1|#)/)
    .map((part) =>
      part === ID
        ? 'S-\\d+'
        : part === FAULT
          ? '\\w+'
          : part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`),
    )
    .join('')
}

const [STORED, NOT_STORED, UNKNOWN] = [
  sentencesOf('stored'),
  sentencesOf('not stored'),
  sentencesOf('unknown'),
]

export function claimsIn(heard: string): {
  readonly stored: boolean
  readonly not: boolean
  readonly unknown: boolean
} {
  return { stored: STORED.test(heard), not: NOT_STORED.test(heard), unknown: UNKNOWN.test(heard) }
}

/** The oracle: every sentence about storage against the database. */
export function wrongIn({ actions }: Run): string[] {
  return actions.flatMap(({ title, person, wasRefused, heard, numbers }) => {
    const { stored, not, unknown } = claimsIn(heard)
    const wrong = (what: string) => `${person} ${title} ${what}; stands as ${numbers.join()}; heard: ${heard}`
    return [
      ...(numbers.length > 1 ? [wrong('stands twice')] : []),
      ...(stored && numbers.length === 0 ? [wrong('is said to be stored and is not')] : []),
      ...(not && numbers.length > 0 ? [wrong('is said not to be stored and is')] : []),
      ...(stored && numbers.length > 0 && !new RegExp(`S-${numbers[0]}(?!\\d)`).test(heard)
        ? [wrong('has another number')]
        : []),
      ...(!stored && !not && unknown ? [wrong('was left in doubt')] : []),
      ...(!stored && !not && !unknown && !wasRefused ? [wrong('was answered by nothing')] : []),
    ]
  })
}
