import { Command, CommanderError } from 'commander'
import { exitFor } from './options.ts'
import { addExportCommand } from './export.ts'
import { addOfficeCommands } from './office.ts'
import { addOperatorCommands } from './operator.ts'
import { addReadCommand } from './read.ts'
import { addReminderCommands } from './reminders.ts'
import { addReportCommands } from './report.ts'

/** Runs the command that the arguments name. Exits with 0 when done, 1 when refused and 2 when used wrongly. */
export async function runCommandLine(): Promise<void> {
  const program = new Command('wenshu')
    .description(
      "The operator's command line of Wenshu. It works on the same data as the bot, by the same use cases.",
    )
    .showHelpAfterError()
    .exitOverride()

  addOfficeCommands(program)
  addReadCommand(program)
  addReminderCommands(program)
  addReportCommands(program)
  addExportCommand(program)
  addOperatorCommands(program)

  try {
    await program.parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2)
    exitFor(error)
  }
}
