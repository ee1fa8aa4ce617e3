import type { Checkboxes, InputBlock, KnownBlock, PlainTextOption } from '@slack/types'
import { say, type Locale, type LocalizedText, translator } from '../../locale.ts'
import { context, input, LIMITS, option, plain, textInput } from '../../slack/blocks.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import { FORM_FIELDS, type FormField } from '../words/field-words.ts'
import type { FormMemo } from './memo.ts'
import type { FormStart } from './start.ts'
import type { Measure } from '../vocabulary/kinds-store.ts'
import type { Family } from '../record/record.ts'
import { formatAmount, formatDuration, formatHeadCount, kindOf, type Catalog } from '../words/view.ts'
import type { Unusual } from '../doubts/unusual.ts'

/** A tick for each value that is far from the usual. */
export function unusualField(unusual: readonly Unusual[], locale: Locale): KnownBlock[] {
  if (unusual.length === 0) return []
  const asked = unusual.slice(0, 10)
  const element: Checkboxes = {
    type: 'checkboxes',
    options: asked.map(({ key, answer }) => option(say(locale, answer), key)),
  }
  const label = say(locale, { zh: '请确认', en: 'Please confirm' })
  const field = input(UNUSUAL_FIELD, label, element, { optional: true })
  // Other values are another question: what was ticked for the last ones must not stay ticked.
  return [
    ...asked.map(({ question }) => context(`:warning: ${escapeText(say(locale, question))}`)),
    {
      ...field,
      element: { ...element, action_id: `value.${asked.map(({ key }) => key).join()}`.slice(0, 255) },
    },
  ]
}

/** Where unusual values are ticked as right. */
export const UNUSUAL_FIELD = 'unusual'

function label(field: FormField, locale: Locale): string {
  return say(locale, FORM_FIELDS[field])
}

/** The kinds to choose from; a record keeps one that nobody can choose any more. */
export function kindField(
  start: FormStart,
  memo: FormMemo,
  catalog: Pick<Catalog, 'kinds' | 'former'>,
  locale: Locale,
): InputBlock {
  // A record may keep a kind that nobody can choose any more.
  const own = start.kindId === null ? null : kindOf(catalog, start.kindId)
  const kinds = own === null || catalog.kinds.includes(own) ? catalog.kinds : [own, ...catalog.kinds]
  const near = own === null ? (start.nearKinds ?? []) : []
  const nearest = near.flatMap((id) => kinds.filter((kind) => kind.id === id))
  const optionsOf = (family: Family | null): PlainTextOption[] =>
    (family === null ? nearest : kinds)
      .filter((kind) => family === null || (kind.family === family && !near.includes(kind.id)))
      .slice(0, LIMITS.options)
      .map((kind) => option(locale === 'zh' ? kind.nameZh : kind.nameEn, kind.id))
  const families = memo.anyFamily === true ? (['study', 'activity'] as const) : [memo.family]
  const groups = [
    {
      label: plain(say(locale, { zh: '相近的类别', en: 'Nearest kinds' }), LIMITS.option),
      options: optionsOf(null),
    },
    ...families.map((family) => ({
      label: plain(say(locale, FAMILY_WORDS[family]), LIMITS.option),
      options: optionsOf(family),
    })),
  ].filter(({ options }) => options.length > 0)
  const choice =
    nearest.length > 0 || memo.anyFamily === true
      ? { option_groups: groups }
      : { options: optionsOf(memo.family) }
  const offered = choice.options ?? choice.option_groups.flatMap(({ options }) => options)
  const initial = offered.find(({ value }) => value === own?.id)
  return input('kind', label('kind', locale), {
    type: 'static_select',
    ...choice,
    ...(initial === undefined ? {} : { initial_option: initial }),
  })
}

const FAMILY_WORDS: Readonly<Record<Family, LocalizedText>> = {
  study: { zh: '学习', en: 'Study' },
  activity: { zh: '活动', en: 'Activities' },
}

export function dayFields(start: FormStart, locale: Locale): InputBlock[] {
  const severalDays = start.endsOn !== start.startsOn
  return [
    input('date', label('date', locale), {
      type: 'datepicker',
      ...(start.startsOn === '' ? {} : { initial_date: start.startsOn }),
    }),
    input(
      'endDate',
      label('endDate', locale),
      { type: 'datepicker', ...(severalDays ? { initial_date: start.endsOn } : {}) },
      { optional: true },
    ),
  ]
}

export function textFields(start: FormStart, measures: readonly Measure[], locale: Locale): InputBlock[] {
  const t = translator(locale)

  const optional = { optional: true }
  const example = measures[0]
  return [
    input('title', label('title', locale), textInput(start.title)),
    input(
      'materials',
      label('materials', locale),
      textInput(start.materials.join('\n'), { multiline: true }),
      optional,
    ),
    input(
      'people',
      label('people', locale),
      {
        type: 'multi_users_select',
        ...(start.slackUserIds.length > 0 ? { initial_users: [...start.slackUserIds] } : {}),
      },
      optional,
    ),
    input(
      'headCount',
      label('headCount', locale),
      textInput(start.headCount === null ? '' : formatHeadCount(start.headCount, locale)),
      {
        optional: true,
        hint: t('不点名的人，例如 28人 或 60人次', 'People not named above, like 28 people or 60 visits'),
      },
    ),
    input('expected', label('expected', locale), textInput(numberOf(start.expected)), {
      optional: true,
      hint: t('应该到的人数，例如 15', 'How many should have come, like 15'),
    }),
    input('excused', label('excused', locale), textInput(numberOf(start.excused)), {
      optional: true,
      hint: t(
        '请假的人数；没有人请假写 0，不清楚就留空',
        'How many were excused; 0 for nobody, empty when unknown',
      ),
    }),
    input(
      'duration',
      label('duration', locale),
      textInput(start.durationMin === null ? '' : formatDuration(start.durationMin, locale)),
      { optional: true, hint: t('例如 2小时、90分钟、1h30m', 'Like 2h, 90m or 1h30m') },
    ),
    input('place', label('place', locale), textInput(start.place), optional),
    input(
      'quantities',
      label('quantities', locale),
      textInput(start.quantities.join('\n'), { multiline: true }),
      {
        optional: true,
        ...(example === undefined
          ? {}
          : {
              hint: t(
                `例如 ${example.name}=24${example.unit}`,
                `Like ${formatAmount(example, '24', { measures }, 'en')}`,
              ),
            }),
      },
    ),
    input('partner', label('partner', locale), textInput(start.partner), optional),
    input('note', label('note', locale), textInput(start.note, { multiline: true }), optional),
  ]
}

function numberOf(count: number | null): string {
  return count === null ? '' : String(count)
}
