/** Something that can stand in place of what is being typed. */
type Suggestion = { insert: string; label: string; note: string }

export type Suggested = { from: number; to: number; options: Suggestion[] }

export type Known = {
  commands: readonly { name: string; hint: string }[]
  people: readonly { realName: string; name: string; note: string }[]
}

const atMost = 8

/**
 * What the message box offers at this caret: commands while the first word begins with `/`, people after `@`.
 * Null when there is nothing to offer. `from`–`to` is what the choice replaces, in UTF-16 units.
 */
export function suggest(text: string, caret: number, known: Known): Suggested | null {
  const before = text.slice(0, caret)
  if (/^\/\S*$/.test(before)) {
    const options = known.commands
      .filter((command) => command.name.startsWith(before.toLowerCase()))
      .map((command) => ({ insert: `${command.name} `, label: command.name, note: command.hint }))
    return options.length === 0 ? null : { from: 0, to: caret, options }
  }
  const mention = /@([^\s@]{0,30})$/.exec(before)
  if (mention === null) return null
  const options = peopleLike(mention[1] ?? '', known)
  return options.length === 0 ? null : { from: caret - mention[0].length, to: caret, options }
}

function peopleLike(typed: string, known: Known): Suggestion[] {
  const wanted = typed.toLowerCase()
  const rank = (person: Known['people'][number]): number => {
    const names = [person.realName.toLowerCase(), person.name.toLowerCase()]
    if (names.includes(wanted)) return 0
    if (names.some((name) => name.startsWith(wanted))) return 1
    return names.some((name) => name.includes(wanted)) ? 2 : 3
  }
  return known.people
    .map((person) => ({ person, rank: rank(person) }))
    .filter((one) => one.rank < 3)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, atMost)
    .map(({ person }) => ({ insert: `@${person.realName} `, label: person.realName, note: person.note }))
}
