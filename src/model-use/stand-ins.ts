const [OPEN, CLOSE] = ['⟦', '⟧']
const LONGEST = 10

export function standIn(place: number): string {
  return `${OPEN}P${place}${CLOSE}`
}

/** Puts names back into an answer that comes in pieces. Both throw UnknownStandIn. */
export type Revealing = { push(piece: string): string; end(): string }

/** An answer holds a stand-in that stands for nobody, or one that lost its brackets: it must not be shown. */
export class UnknownStandIn extends Error {
  override readonly name = 'UnknownStandIn'

  constructor(found: string) {
    super(`the answer holds a stand-in that stands for nobody: ${found.slice(0, 20)}`)
  }
}

/** `nameOf` gives what a stand-in stands for; null: nobody. `said` is the prompt: what looks like one there is none. */
export function revealing(nameOf: (place: number) => string | null, said: string): Revealing {
  let held = ''
  let bare = ''
  const drain = (isLast: boolean): string => {
    let shown = ''
    for (;;) {
      const open = held.search(/[⟦⟧]/)
      if (open < 0) break
      const whole = /^⟦P(\d{1,6})⟧/.exec(held.slice(open))
      if (whole === null && !isLast && couldClose(held.slice(open))) break
      const name = whole === null ? null : nameOf(Number(whole[1]))
      if (whole === null || name === null) throw new UnknownStandIn(held.slice(open, open + LONGEST))
      shown += held.slice(0, open) + name
      bare += `${held.slice(0, open)}\n`
      held = held.slice(open + whole[0].length)
    }
    const open = held.indexOf(OPEN)
    const free = open < 0 ? held : held.slice(0, open)
    held = held.slice(free.length)
    bare += free
    return shown + free
  }
  return {
    push: (piece) => {
      held += piece
      return drain(false)
    },
    end: () => {
      const shown = drain(true)
      const lost = [...bare.matchAll(/(?<![A-Za-z0-9])P(\d{1,6})(?![A-Za-z0-9])/g)].find(
        ([mark, place]) => nameOf(Number(place)) !== null && !said.includes(mark),
      )
      if (lost !== undefined) throw new UnknownStandIn(lost[0])
      return shown
    },
  }
}

function couldClose(text: string): boolean {
  return text.length < LONGEST && /^⟦(?:P\d*)?$/.test(text)
}
