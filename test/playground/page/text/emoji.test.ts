import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { emojiOf } from '../../../../src/playground/page/text/inline.ts'

it('the page has a picture for every emoji that the bot says', () => {
  const files = globSync('src/{members,records,essays,reminders,reports,home}/**/*.ts')
  const said = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/['`*\s]:([a-z][a-z0-9_]+):/g)].map((match) => match[1] ?? ''),
  )
  expect(said.length).toBeGreaterThan(10)
  expect([...new Set(said)].filter((name) => emojiOf(name) === null)).toEqual([])
})
