/**
 * A prompt file: a part after the line `<!-- system -->` and one after `<!-- user -->`.
 * `<<name>>` is a placeholder. Lines between `<<#name>>` and `<</name>>`, each alone on its line, stay only when
 * `name` is given. Angle brackets, because `{{f12}}` in the text is a slot and must reach the model as it stands.
 */
export type Template = {
  readonly system: readonly Piece[]
  readonly user: readonly Piece[]
  readonly needed: readonly string[]
}

type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'value'; readonly name: string }
  | { readonly type: 'block'; readonly name: string; readonly pieces: readonly Piece[] }

export type Placeholders = { readonly needed: readonly string[]; readonly optional: readonly string[] }
export type Values = Readonly<Record<string, string | null | undefined>>

const PARTS = /^<!-- system -->\n(?<system>[\s\S]*?)^<!-- user -->\n(?<user>[\s\S]*)$/m

/** Reads a prompt file, or names its faults. Line ends may be CRLF. */
export function parseTemplate(content: string, known: Placeholders): Template | { faults: string[] } {
  const parts = PARTS.exec(content.replaceAll('\r\n', '\n'))?.groups
  if (!parts) return { faults: ['it needs a line <!-- system --> and, after it, a line <!-- user -->'] }
  const faults: string[] = []
  const system = parsePieces(parts['system'] ?? '', faults)
  const user = parsePieces(parts['user'] ?? '', faults)
  const always = new Set<string>()
  for (const piece of [...system, ...user]) check(piece, known, always, null, faults)
  for (const name of known.needed) {
    if (!always.has(name))
      faults.push(`the placeholder <<${name}>> is missing, or stands only inside a block`)
  }
  const used = namesIn([...system, ...user])
  for (const name of known.optional)
    if (!used.has(name)) faults.push(`the placeholder <<${name}>> is missing`)
  return faults.length > 0 ? { faults: [...new Set(faults)] } : { system, user, needed: known.needed }
}

/** A filled prompt. `filled` fills it again with every value but the delimiter changed, the template as it is. */
export type Rendered = {
  readonly system: string
  readonly user: string
  readonly filled: (change: (value: string, name: string) => string) => { system: string; user: string }
}

/** Fills a template. Throws when a needed value is empty, or the value of `delimiter` stands in another value. */
export function renderTemplate(template: Template, values: Values): Rendered {
  for (const name of template.needed)
    if (!values[name]) throw new Error(`The prompt needs a value for <<${name}>>`)
  const { delimiter, ...others } = values
  const leaking = Object.entries(others).find(([, value]) => delimiter && value?.includes(delimiter))
  if (leaking) throw new Error(`The delimiter stands in the value of <<${leaking[0]}>>: make a new one`)
  const both = (values: Values) => ({
    system: fill(template.system, values).trim(),
    user: fill(template.user, values).trim(),
  })
  return {
    ...both(values),
    filled: (change) => {
      const changed = Object.entries(others).map(([name, value]) => [name, value && change(value, name)])
      return both({ delimiter, ...Object.fromEntries(changed) })
    },
  }
}

const BLOCK = /^<<#(?<name>\w+)>>\n(?<body>[\s\S]*?)^<<\/\k<name>>>(?:\n|$)/m
const PLACEHOLDER = /<<(?<name>\w+)>>/

function parsePieces(text: string, faults: string[]): Piece[] {
  const block = BLOCK.exec(text)
  if (!block) return parseLine(text, faults)
  const name = block.groups?.['name'] ?? ''
  const pieces = parsePieces(block.groups?.['body'] ?? '', faults)
  const before = parseLine(text.slice(0, block.index), faults)
  const after = parsePieces(text.slice(block.index + block[0].length), faults)
  return [...before, { type: 'block', name, pieces }, ...after]
}

function parseLine(text: string, faults: string[]): Piece[] {
  const found = PLACEHOLDER.exec(text)
  const plain = found ? text.slice(0, found.index) : text
  for (const broken of plain.matchAll(/<<.{0,20}/g))
    faults.push(`"${broken[0]}" is neither a placeholder nor a whole block`)
  const piece: Piece[] = plain === '' ? [] : [{ type: 'text', text: plain }]
  if (!found) return piece
  const value: Piece = { type: 'value', name: found.groups?.['name'] ?? '' }
  return [...piece, value, ...parseLine(text.slice(found.index + found[0].length), faults)]
}

/** Notes in `always` what stands outside every block; a placeholder that may be empty must stand in its own block. */
function check(
  piece: Piece,
  known: Placeholders,
  always: Set<string>,
  block: string | null,
  faults: string[],
): void {
  if (piece.type === 'text') return
  const isKnown = known.needed.includes(piece.name) || known.optional.includes(piece.name)
  if (!isKnown) faults.push(`the placeholder <<${piece.name}>> is unknown`)
  if (piece.type === 'block') {
    for (const inner of piece.pieces) check(inner, known, always, piece.name, faults)
    return
  }
  if (block === null) always.add(piece.name)
  if (known.optional.includes(piece.name) && block !== piece.name) {
    faults.push(
      `the placeholder <<${piece.name}>> may be empty: put it between <<#${piece.name}>> and <</${piece.name}>>`,
    )
  }
}

function namesIn(pieces: readonly Piece[]): Set<string> {
  return new Set(
    pieces.flatMap((piece) => {
      if (piece.type === 'text') return []
      return piece.type === 'value' ? [piece.name] : [...namesIn(piece.pieces)]
    }),
  )
}

function fill(pieces: readonly Piece[], values: Values): string {
  return pieces
    .map((piece) => {
      if (piece.type === 'text') return piece.text
      if (piece.type === 'value') return values[piece.name] ?? ''
      return values[piece.name] ? fill(piece.pieces, values) : ''
    })
    .join('')
}
