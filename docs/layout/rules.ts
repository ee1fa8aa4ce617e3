import { base, layout, top } from './layout.ts'

export type Override = {
  readonly files: readonly string[]
  readonly rules: Readonly<Record<string, unknown>>
}

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '')

/** The files on top of `src/` that a slice may import: those that stand on nothing above it. One that stands alone has the base and `log`. */
export function topFilesFor(slice: string): string[] {
  const order = Object.keys(layout)
  const alone = layout[slice]?.imports === ''
  const usable = Object.entries(top)
    .filter(([name]) => name !== 'main' && name !== 'cli')
    .filter(([, needs]) => words(needs).every((need) => !alone && order.indexOf(need) < order.indexOf(slice)))
    .map(([name]) => name)
  return [...words(base), ...usable]
}

/** The folders of the layout, `src/records/line/dates` style, from low to high. */
export function foldersInOrder(): string[] {
  return Object.entries(layout).flatMap(([slice, { rooms }]) =>
    Object.keys(rooms).map((room) => folderOf(slice, room)),
  )
}

export function folderOf(slice: string, room: string): string {
  return room === '.' ? `src/${slice}` : `src/${slice}/${room}`
}

/** What oxlint is told of the arrows between slices: for each slice, and each depth of its folders, one allow-list. */
export function arrowRules(): Override[] {
  return [...Object.keys(layout).flatMap(rulesOfSlice), ...Object.entries(top).map(rulesOfTop), ...frozen]
}

function rulesOfSlice(slice: string): Override[] {
  const { imports, rooms } = layout[slice]!
  const depths = new Set(Object.keys(rooms).map((room) => (room === '.' ? 0 : room.split('/').length)))
  return [...depths]
    .sort((a, b) => a - b)
    .map((depth) =>
      restricted(
        [`src/${slice}/${'*/'.repeat(depth)}*.ts`],
        outOf('../'.repeat(depth + 1), [
          ...topFilesFor(slice).map((file) => `${file}.ts`),
          ...[slice, ...words(imports)].map((one) => `${one}/**`),
        ]),
        `${slice}/ imports ${imports === '' ? 'no other slice' : words(imports).join(', ')}: see docs/layout/layout.ts.`,
      ),
    )
}

function rulesOfTop([name, needs]: [string, string]): Override {
  const files = [...words(base), ...Object.keys(top)].filter((other) => other !== 'main' && other !== 'cli')
  return restricted(
    [`src/${name}.ts`],
    ['./*/**', ...words(needs).map((slice) => `!./${slice}/**`), ...files.map((file) => `!./${file}.ts`)],
    `${name}.ts stands on ${needs === '' ? 'no slice' : words(needs).join(', ')}: see docs/layout/layout.ts.`,
  )
}

const frozen = [
  restricted(['migrations/**'], ['**/src/**'], 'A migration is frozen in time: it imports nothing from src.'),
]

function outOf(up: string, allowed: readonly string[]): string[] {
  return [`${up}*`, `${up}*/**`, ...allowed.map((one) => `!${up}${one}`)]
}

function restricted(files: readonly string[], group: readonly string[], message: string): Override {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] } }
}
