import {
  anyString,
  anything,
  boolean,
  both,
  byType,
  list,
  object,
  oneOf,
  rule,
  string,
  type Check,
} from './shape-check.ts'

/*
 * Composition objects and their limits.
 * Source: docs.slack.dev/reference/block-kit/composition-objects and the SDK's own types.
 */

export const actionId: Check = string(255)

export function plainText(max: number): Check {
  return object({ type: oneOf('plain_text'), text: string(max) }, { emoji: boolean })
}

export function mrkdwn(max: number): Check {
  return object({ type: oneOf('mrkdwn'), text: string(max) }, { verbatim: boolean })
}

export function anyText(max: number): Check {
  return byType({ plain_text: plainText(max), mrkdwn: mrkdwn(max) }, 'text')
}

/** An option of a menu (plain text), a checkbox or a radio button (either). */
function option(text: Check): Check {
  return object({ text, value: string(150) }, { description: anyText(75), url: string(3000) })
}

export const menuOption: Check = option(plainText(75))
export const boxOption: Check = option(anyText(75))

export const optionGroup: Check = object({ label: plainText(75), options: list(menuOption, 1, 100) })

export const confirmation: Check = object(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style: oneOf('primary', 'danger') },
)

export const dispatchConfig: Check = object({
  trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 1, 2),
})

export const placeholder: Check = plainText(150)

export const slackFile: Check = both(
  object({}, { id: anyString, url: string(3000) }),
  rule((file) => 'id' in file !== 'url' in file, 'exactly one of id and url is required'),
)

/** Rich text is drawn by Slack from many small parts; only its frame is limited. */
export const richText: Check = object(
  {
    type: oneOf('rich_text'),
    elements: list(
      byType(
        Object.fromEntries(
          ['rich_text_section', 'rich_text_list', 'rich_text_preformatted', 'rich_text_quote'].map((type) => [
            type,
            object(
              { type: oneOf(type), elements: list(anything, 0, 1000) },
              { style: anyString, indent: anything, offset: anything, border: anything, language: anyString },
            ),
          ]),
        ),
        'rich_text element',
      ),
      0,
      1000,
    ),
  },
  { block_id: string(255) },
)

/** Exactly one of `options` and `option_groups`. */
export const oneSourceOfOptions: Check = rule(
  (menu) => 'options' in menu !== 'option_groups' in menu,
  'exactly one of options and option_groups is required',
)
