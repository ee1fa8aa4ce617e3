import { say, type Locale } from '../locale.ts'
import { actions, button, section, type Message } from './blocks.ts'
import { escapeText, readableText } from './mrkdwn.ts'

/** The button that sends a command again, with what was typed after it. */
export const COMMAND_AGAIN = 'command.again'

/** The most that a button's value holds. Source: Slack, Block Kit reference, button. */
const MOST_VALUE = 2000

/** A command as it was typed. `first`: Slack's id of the request in which it was typed first. */
export type TypedCommand = { readonly name: string; readonly text: string; readonly first: string }

/**
 * Gives a typed line back, with a button that sends it again: a trigger of its own opens its form. What the button carries
 * out is handled under the first request's id, so that pressing it twice stores once.
 */
export function commandAgain(typed: TypedCommand, locale: Locale): Pick<Required<Message>, 'blocks'> {
  const shown = section(`> ${escapeText(`${typed.name} ${readableText(typed.text)}`.trim())}`)
  const value = JSON.stringify(typed)
  if (value.length > MOST_VALUE) return { blocks: [shown] }
  const label = say(locale, { zh: '再试一次', en: 'Try again' })
  return { blocks: [shown, actions(button(label, COMMAND_AGAIN, value, 'primary'))] }
}

/** The command that a button carries. */
export function readCommandAgain(value: string): TypedCommand {
  return JSON.parse(value) as TypedCommand
}

/** A button like the one that was pressed, where it was one: what failed can be asked for once more. */
export function pressAgain(pressed: object, locale: Locale): Pick<Required<Message>, 'blocks'> {
  const { type, action_id: action, value } = pressed as { type?: string; action_id?: string; value?: string }
  if (type !== 'button' || action === undefined || value === undefined) return { blocks: [] }
  return {
    blocks: [actions(button(say(locale, { zh: '再试一次', en: 'Try again' }), action, value, 'primary'))],
  }
}
