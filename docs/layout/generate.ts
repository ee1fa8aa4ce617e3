import { readFileSync, writeFileSync } from 'node:fs'
import { picture } from './picture.ts'
import { arrowRules, type Override } from './rules.ts'
import { folderSizes, readSources } from './sources.ts'

// Writes what is made from the table: the arrows in .oxlintrc.json and the picture. `npm run layout`.
const RULES = '.oxlintrc.json'
const config = JSON.parse(readFileSync(RULES, 'utf8')) as { overrides: Override[] }
const kept = config.overrides.filter(({ rules }) => !('no-restricted-imports' in rules))
writeFileSync(RULES, `${JSON.stringify({ ...config, overrides: [...arrowRules(), ...kept] }, null, 2)}\n`)
writeFileSync('docs/layout/layout.svg', picture(folderSizes(readSources())))
