import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as storageWords from '../src/storage-words.ts'

/** What claims that something was or was not stored. Labels of buttons are words of their own in storage-words.ts. */
const CLAIMS =
  /保存|没有存|\b(?:saved|stored)\b(?! (?:here|by))|\bnothing (?:was|were|is) (?:done|changed|imported|updated|logged)\b/i

/** Where such a word says something else, with the reason. */
const ELSEWHERE: Readonly<Record<string, readonly [RegExp, string]>> = {
  'src/privacy/texts/columns-without-free-text.ts': [/^id stored submitted$/, 'names of columns'],
  'src/db/folder-lock.ts': [
    /Nothing was changed/,
    'a start that was refused, on a terminal; nobody sent anything',
  ],
  'src/db/database.ts': [
    /what is stored stays/,
    'a disk that is full, on a terminal: nothing was opened yet',
  ],
  'src/app/own-data.ts': [
    /Nothing was changed/,
    'a start that was refused, on a terminal; nobody sent anything',
  ],
  'src/app/process-run.ts': [
    /may not be stored/,
    'a line of the log after a kill: it says that it is not known',
  ],
  'src/records/import/messages.ts': [
    /nothing is imported twice/,
    'how importing works, before anything is sent',
  ],
  'src/imports/messages.ts': [/nothing is imported twice/, 'what pressing Import again does'],
  'src/reports/compose/english/gaps.ts': [/was logged/, 'a sentence of a report about the records'],
  'src/cli/read.ts': [/would be stored/, 'what a line would come to, where nothing is done'],
  'src/members/answers/look-up.ts': [/stored/, 'a claim or a column as a value, and a line of the log'],
  'src/slack/attend.ts': [/stored/, 'a claim as a value, and a line of the log'],
  'src/reports/messages.ts': [/somebody saved meanwhile/, 'help: what /report edit does'],
  'src/reports/edit/messages.ts': [
    /有人保存了|Somebody saved|再按一次“保存”/,
    'what somebody else did, and the button',
  ],
}

/** The literals of a source, without comments and without what is computed in them. */
function literalsOf(source: string): string[] {
  const pieces =
    source.match(
      /sql`(?:[^`\\]|\\[\s\S])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g,
    ) ?? []
  return pieces
    .filter((piece) => !/^(?:sql`|\/)/.test(piece))
    .map((piece) => piece.slice(1, -1).replaceAll(/\$\{[^}]*\}/g, '…'))
}

function claimsIn(path: string, source: string): string[] {
  const [allowed] = ELSEWHERE[path] ?? []
  return literalsOf(source)
    .filter((text) => !/^(?:\.{1,2}\/|node:)/.test(text))
    .filter((text) => /\s|[\u4e00-\u9fff]/.test(text) && CLAIMS.test(text))
    .filter((text) => allowed === undefined || !allowed.test(text))
}

const sources = globSync('src/**/*.ts')
  .filter((path) => !path.startsWith('src/playground/') && path !== 'src/storage-words.ts')
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }))

describe('a sentence about storage', () => {
  it('is built in storage-words.ts and nowhere else', () => {
    const found = sources.flatMap(({ path, text }) =>
      claimsIn(path, text).map((claim) => `${path}: ${claim}`),
    )
    expect(found).toEqual([])
  })

  it('would be found in either language, in every kind of literal, and not in a comment', () => {
    const said = [
      "{ zh: '您的修改没有保存。', en: `Your change to ${id} was not saved.` }",
      '{ en: "Nothing was done." }',
      '// nothing was stored\n/* 没有保存 */',
      "{ zh: `${notStored.change.zh}。`, en: 'Save it as CSV.' }",
    ]
    expect(said.map((source) => claimsIn('src/x.ts', source).length)).toEqual([2, 1, 0, 0])
  })

  it('has no exception that nothing needs', () => {
    const idle = Object.entries(ELSEWHERE).filter(([path, [allowed]]) => {
      const source = sources.find((one) => one.path === path)?.text ?? ''
      return !literalsOf(source).some((text) => CLAIMS.test(text) && allowed.test(text))
    })
    expect(idle.map(([path]) => path)).toEqual([])
  })

  it('says in both languages what it claims', () => {
    const { notStored, notYetStored, stored } = storageWords
    const all = [notStored, notYetStored, stored].flatMap((group) => Object.values(group))
    expect(all.length).toBeGreaterThan(30)
    for (const { zh, en } of all)
      expect([zh, en].map((text) => text.trim() === text && text !== '')).toEqual([true, true])
    expect(storageWords.failed({ claim: 'stored', ids: ['S-46'] }, '1')).toEqual({
      zh: '已经保存为 S-46，只是回复时出了错，请不要再做一遍。编号 1。',
      en: 'It is stored as S-46; only the answer went wrong, so do not send it again. Its number is 1.',
    })
  })
})
