import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { base, fullest, layout, mostDoors, top } from '../docs/layout/layout.ts'
import { picture } from '../docs/layout/picture.ts'
import { arrowRules, folderOf, foldersInOrder, topFilesFor } from '../docs/layout/rules.ts'
import { folderSizes, readSources } from '../docs/layout/sources.ts'

const sources = readSources()
const order = foldersInOrder()
const doorsOf = new Map(
  Object.entries(layout).flatMap(([slice, { rooms }]) =>
    Object.entries(rooms).map(([room, doors]) => [
      folderOf(slice, room),
      new Set(doors.split(' ').filter((door) => door !== '')),
    ]),
  ),
)
const sliceOf = (folder: string): string => folder.split('/')[1] ?? ''
/** Every import that leaves its folder for another one, the top of `src/` aside. */
const arrows = sources.flatMap(({ path, imports }) =>
  imports
    .filter(
      (target) => target.startsWith('src/') && dirname(target) !== 'src' && dirname(target) !== dirname(path),
    )
    .map((target) => ({ from: path, to: target })),
)

describe('the layout', () => {
  it('names every folder that holds code, and no other', () => {
    const folders = new Set(sources.map(({ path }) => dirname(path)).filter((folder) => folder !== 'src'))
    expect([...folders].sort()).toEqual([...order].sort())
  })

  it('names every file on top of src', () => {
    const files = sources.filter(({ path }) => dirname(path) === 'src').map(({ path }) => path.slice(4, -3))
    expect(files.sort()).toEqual([...Object.keys(top), ...base.split(' ')].sort())
  })

  it('has no folder fuller than the ratchet, and the ratchet is no higher than the fullest folder', () => {
    const most = Math.max(...folderSizes(sources).values())
    expect(most).toBeLessThanOrEqual(20)
    expect(most).toBe(fullest)
  })

  it('opens every folder by its doors only, at most five', () => {
    const past = arrows.filter(({ to }) => !doorsOf.get(dirname(to))!.has(to.split('/').at(-1)!.slice(0, -3)))
    expect(past.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
    expect([...doorsOf].filter(([, doors]) => doors.size > mostDoors).map(([folder]) => folder)).toEqual([])
  })

  it('names no door that nobody opens', () => {
    const opened = new Set(arrows.map(({ to }) => to))
    const idle = [...doorsOf].flatMap(([folder, doors]) =>
      [...doors].map((door) => `${folder}/${door}.ts`).filter((door) => !opened.has(door)),
    )
    expect(idle).toEqual([])
  })

  it('has no door that only passes on what another file exports', () => {
    const passedOn = /^export (?:type )?(?:\{[^}]*\}|\*) from /gm
    const doors = sources.filter(({ path }) =>
      doorsOf.get(dirname(path))?.has(path.split('/').at(-1)!.slice(0, -3)),
    )
    const hollow = doors.filter(({ text }) => {
      const rest = text.replace(passedOn, '')
      return rest !== text && !/^export /m.test(rest)
    })
    expect(hollow.map(({ path }) => path)).toEqual([])
  })

  it('lets arrows go down only: between folders of a slice, between slices, and from the top of src', () => {
    const up = arrows.filter(({ from, to }) => {
      const [a, b] = [dirname(from), dirname(to)]
      if (a === 'src') return !(top[from.slice(4, -3)] ?? '').split(' ').includes(sliceOf(b))
      if (sliceOf(a) !== sliceOf(b)) return !layout[sliceOf(a)]!.imports.split(' ').includes(sliceOf(b))
      return order.indexOf(b) > order.indexOf(a)
    })
    expect(up.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
    const slices = Object.keys(layout)
    const raised = Object.entries(layout).filter(([slice, { imports }]) =>
      imports.split(' ').some((other) => slices.indexOf(other) >= slices.indexOf(slice)),
    )
    expect(raised.map(([slice]) => slice)).toEqual([])
  })

  it('lets a slice import of the files on top only those that stand below it', () => {
    const wrong = sources.flatMap(({ path, imports }) =>
      imports
        .filter((target) => dirname(path) !== 'src' && dirname(target) === 'src')
        .filter((target) => !topFilesFor(sliceOf(dirname(path))).includes(target.slice(4, -3)))
        .map((target) => `${path} → ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('is what the linter is told: npm run layout changes nothing', () => {
    const config = JSON.parse(readFileSync('.oxlintrc.json', 'utf8')) as {
      overrides: { rules: Record<string, unknown> }[]
    }
    const told = config.overrides.filter(({ rules }) => 'no-restricted-imports' in rules)
    expect(told).toEqual(arrowRules())
    expect(readFileSync('docs/layout/layout.svg', 'utf8')).toBe(picture(folderSizes(sources)))
  })
})
