import { plural } from '../locale.ts'
import type { Command } from 'commander'
import { common } from './office.ts'
import { configFor, print, withHouse, type CommonOptions } from './options.ts'
import { backUp, restore } from '../app/backup.ts'
import { ERASURES_FILE } from '../privacy/erasures-file.ts'
import { examine, examineWithout } from './doctor/doctor.ts'
import type { Finding } from './doctor/finding.ts'
import { OperatorError } from '../errors.ts'
import { createLog } from '../log.ts'

/** The doctor is asked above all when the database cannot be opened. */
async function findingsFor(options: CommonOptions): Promise<Finding[]> {
  const config = configFor(options)
  try {
    return await withHouse(options, async (runtime) => await examine(runtime, config))
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error
    return await examineWithout(error, config, createLog('silent'))
  }
}

const SIGNS: Readonly<Record<Finding['state'], string>> = { well: 'ok  ', warning: 'warn', fault: 'FAULT' }

/** `wenshu migrate`, `doctor`, `backup` and `restore`. */
export function addOperatorCommands(program: Command): void {
  common(program.command('migrate'))
    .description('bring the schema up to date (the bot does so at its start too)')
    .action(async (options: CommonOptions) => {
      await withHouse(options, async ({ migrated }) => {
        print(
          options,
          { applied: migrated },
          migrated.length === 0 ? 'already up to date' : `applied: ${migrated.join(', ')}`,
        )
      })
    })
  common(program.command('doctor'))
    .description('look at database, migrations, Slack, model, clock and holidays, and say what to do')
    .action(async (options: CommonOptions) => {
      const findings = await findingsFor(options)
      const lines = findings.map(
        ({ check, state, found, advice }) =>
          `${SIGNS[state]}  ${check}: ${found}${advice === null ? '' : `\n      → ${advice}`}`,
      )
      print(options, { findings }, lines.join('\n'))
      if (findings.some(({ state }) => state === 'fault')) process.exitCode = 1
    })
  common(program.command('backup'))
    .description('write a backup of the embedded database into backups/ of its folder')
    .action(async (options: CommonOptions) => {
      await withHouse(options, async ({ database }, config) => {
        const file = await backUp(database, config.dataFolder, new Date(), config.backupsKept)
        print(options, { file }, file)
      })
    })
  common(program.command('restore'))
    .description('restore a backup into a data folder that holds no database yet')
    .argument('<file>', 'a file of backups/')
    .action(async (file: string, options: CommonOptions) => {
      const config = configFor(options)
      const { dataFolder } = config
      const repeated = await restore(file, config, createLog('warn'))
      const erasures = repeated?.map(({ newName, mentions }) => ({
        newName,
        named: mentions.map(({ what, where }) => `${what.en}: ${where}`),
      }))
      const lines = [`${file} is restored in ${dataFolder}`, ...erasuresSaid(erasures ?? null)]
      print(options, { restored: file, data: dataFolder, erasures: erasures ?? null }, lines.join('\n'))
    })
}

/** Whom restoring erased again, and the texts that name them again: what an admin had changed in them came back too. */
function erasuresSaid(
  erasures: readonly { readonly newName: string; readonly named: readonly string[] }[] | null,
): string[] {
  if (erasures === null) {
    return [
      `there is no ${ERASURES_FILE} beside it: if people were erased after this backup, erase them again with /wenshu erase`,
    ]
  }
  if (erasures.length === 0) return ['nobody was erased after this backup']
  return erasures.flatMap(({ newName, named }) => [
    `erased again: ${newName}`,
    ...(named.length === 0 ? [] : [`  ${plural(named.length, 'text')} name the person again; look at:`]),
    ...named.slice(0, 50).map((place) => `  - ${place}`),
  ])
}
