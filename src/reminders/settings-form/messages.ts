import { DISCARD, SAVE, notStored, notYetStored, stored } from '../../storage-words.ts'
import type { KnownBlock, ModalView } from '@slack/types'
import { type Locale, type LocalizedText, say, translator } from '../../locale.ts'
import {
  actions,
  button,
  context,
  input,
  LIMITS,
  type Message,
  option,
  plain,
  section,
  textInput,
  message,
  modal,
  choice,
} from '../../slack/blocks.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import { formatDate } from '../../time/clock.ts'
import type { Outlook, OutlookMonth } from './outlook.ts'
import { EXAMPLES } from './read-settings.ts'
import { type SettingName, settingNames, settingOrder } from './words.ts'
import { isOverdueStep } from '../../deadlines/steps.ts'

export const SETTINGS_FORM = 'settings.form'
export const SETTINGS_CONFIRM = 'settings.confirm'
export const OPEN_SETTINGS = 'settings.open'
/** Its value is a change, packed. */
export const SAVE_SETTINGS = 'settings.save'

type SettingWords = Readonly<Record<SettingName, LocalizedText>>

/** The settings as they stand, with what they mean. `mayChange` adds the button to the form. */
export function settingsMessage(
  words: SettingWords,
  outlook: Outlook,
  mayChange: boolean,
  locale: Locale,
): Message {
  const t = translator(locale)

  const head = t('*提醒设置*', '*Reminder settings*')
  const change = t('修改', 'Change')
  return {
    text: t('提醒设置', 'Reminder settings'),
    blocks: [
      section([head, ...settingOrder.map((name) => lineOf(name, words, locale))].join('\n')),
      ...outlookBlocks(outlook, locale),
      ...(mayChange ? [actions(button(change, OPEN_SETTINGS, 'open', 'primary'))] : []),
    ],
  }
}

function lineOf(name: SettingName, words: SettingWords, locale: Locale): string {
  const value = escapeText(say(locale, words[name]))
  return say(locale, { zh: `${settingNames[name].zh}：${value}`, en: `${settingNames[name].en}: ${value}` })
}

/** What a line would change, and what it means, before it is saved. */
export function settingsProposed(
  proposed: { readonly before: SettingWords; readonly after: SettingWords; readonly outlook: Outlook },
  packed: string,
  locale: Locale,
): Message {
  const t = translator(locale)

  const changes = formatChanges(proposed, locale)
  const head = t(
    `*要改的设置（${notYetStored.proposed.zh}）*`,
    `*To be changed (${notYetStored.proposed.en})*`,
  )
  return {
    text: t('请确认设置', 'Please confirm the settings'),
    blocks: [
      section([head, ...changes].join('\n')),
      ...outlookBlocks(proposed.outlook, locale),
      actions(button(say(locale, SAVE), SAVE_SETTINGS, packed, 'primary')),
    ],
  }
}

/** Each setting that differs, as `name: old → new`. */
export function formatChanges(
  { before, after }: { readonly before: SettingWords; readonly after: SettingWords },
  locale: Locale,
): string[] {
  return settingOrder
    .filter((name) => before[name].en !== after[name].en)
    .map((name) => {
      const [old, new_] = [before[name], after[name]].map((value) => escapeText(say(locale, value)))
      const called = say(locale, settingNames[name])
      return say(locale, { zh: `• ${called}：${old} → ${new_}`, en: `• ${called}: ${old} → ${new_}` })
    })
}

export function nothingChanged(locale: Locale): Message {
  return message(locale, {
    zh: `设置没有变化，${notStored.noChange.zh}。`,
    en: `The settings are like that already; ${notStored.noChange.en}.`,
  })
}

export function settingsSaved(changes: readonly string[], locale: Locale): Message {
  const t = translator(locale)

  const head = t(`${stored.settingsDone.zh}：`, `${stored.settingsDone.en}:`)
  const hint = t('历次修改：/wenshu settings history', 'All changes: /wenshu settings history')
  return {
    text: [head, ...changes].join('\n'),
    blocks: [section([head, ...changes].join('\n')), context(hint)],
  }
}

/** The next months under these settings, and what there is to know about them. */
export function outlookBlocks(outlook: Outlook, locale: Locale): KnownBlock[] {
  const head = say(locale, { zh: '*接下来的日期*', en: '*What it means in dates*' })
  const lines = outlook.months.map((month) => monthLine(month, outlook, locale))
  return [section([head, ...lines].join('\n')), ...warnings(outlook, locale).map((text) => context(text))]
}

function monthLine(month: OutlookMonth, { settings, today }: Outlook, locale: Locale): string {
  const t = translator(locale)

  const { deadline, standing, steps } = month
  const due = `${formatDate(deadline.date, locale, today)}${locale === 'zh' ? '' : ', '}${settings.deadlineHour}`
  if (standing === 'past') {
    return t(
      `• ${deadline.month}：${due}，已截止，不受影响`,
      `• ${deadline.month}: ${due}, has struck and stays`,
    )
  }
  const days = steps.map(({ step, date }) => {
    const day = `${date.month}-${String(date.day).padStart(2, '0')}`
    return isOverdueStep(step) ? t(`逾期 ${day}`, `overdue ${day}`) : day
  })
  const note = standing === 'plain' ? '' : say(locale, NOTES[standing])
  return t(
    `• ${deadline.month}：*${due}*截止${note}；提醒 ${days.join('、')}`,
    `• ${deadline.month}: due *${due}*${note}; reminders ${days.join(', ')}`,
  )
}

const NOTES: Readonly<Record<'extended' | 'moved', LocalizedText>> = {
  extended: { zh: '（按新设置已过，故顺延）', en: ' (put off, as it would have passed already)' },
  moved: { zh: '（因休息日或月份较短而提前或顺延）', en: ' (moved off a day off, or the month is short)' },
}

function warnings({ fallbackYears, dayItselfIsLost, settings }: Outlook, locale: Locale): string[] {
  return [
    ...(fallbackYears.length === 0 ? [] : [unknownYears(settings.region, fallbackYears, locale)]),
    ...(dayItselfIsLost
      ? [
          say(locale, {
            zh: `:warning: 截止时间 ${settings.deadlineHour} 不晚于提醒时间 ${settings.hour}，截止当天的提醒（T-0）不会发出。`,
            en: `:warning: The deadline strikes at ${settings.deadlineHour}, not after the reminder hour ${settings.hour}, so the reminder of the day itself (T-0) is never sent.`,
          }),
        ]
      : []),
  ]
}

/** Said wherever dates of such a year are shown. */
export function unknownYears(region: string, years: readonly number[], locale: Locale): string {
  const [zh, en] = [years.join('、'), years.join(' and ')]
  return say(locale, {
    zh: `:warning: ${region} ${zh} 年的节假日安排尚未公布或未收录，暂按周末和法定的固定假日计算。公布后请升级文书，或用 /wenshu days off 日期 补上。`,
    en: `:warning: The holidays of ${region} in ${en} are not announced or listed in full yet, so weekends and the feasts that the law fixes count as days off. Update Wenshu once they are announced, or add them with /wenshu days off DATE.`,
  })
}

const HINTS: Readonly<Partial<Record<SettingName, LocalizedText>>> = {
  deadline: {
    zh: '最后一个工作日、每月25日、第3个工作日、第三个星期五。遇休息日提前到前一个工作日。',
    en: 'last working day, 25, 3rd working day, 3rd Friday. On a day off it moves to the working day before.',
  },
  steps: {
    zh: '距截止日的工作日数：T-7 提前七个工作日，T-0 当天，T+1 逾期一天',
    en: 'Working days from the deadline: T-7 is seven before, T-0 the day itself, T+1 the day after',
  },
  region: {
    zh: 'CN、HK、GB-ENG（England）、GB-SCT（Scotland）、US-NY、DE-BY；只按周末则写 none',
    en: 'CN, GB-ENG (England), GB-SCT (Scotland), US-NY, DE-BY, or none for weekends only',
  },
  quiet: { zh: '可跨午夜；不需要则写 无', en: 'May cross midnight; none if not wanted' },
  grace: {
    zh: '退回的习作在截止后几个工作日内改好不算迟交',
    en: 'A returned essay may come back so long without being late',
  },
}

/** The form; fields by the settings' names. */
export function settingsForm(words: SettingWords, memo: string, locale: Locale): ModalView {
  const field = (name: SettingName) => {
    const hint = HINTS[name]
    const label = say(locale, settingNames[name])
    const element =
      name === 'workingDaysOnly' || name === 'language'
        ? choiceOf(name, words, locale)
        : {
            ...textInput(say(locale, words[name]), { placeholder: say(locale, EXAMPLES[name]) }),
            max_length: 200,
          }
    return input(name, label, element, hint === undefined ? {} : { hint: say(locale, hint) })
  }
  return modal(locale, {
    title: { zh: '提醒设置', en: 'Reminder settings' },
    id: SETTINGS_FORM,
    submit: { zh: '预览', en: 'Preview' },
    memo,
    blocks: settingOrder.map(field),
  })
}

function choiceOf(name: 'workingDaysOnly' | 'language', words: SettingWords, locale: Locale) {
  const values: readonly LocalizedText[] =
    name === 'language'
      ? [
          { zh: '中文', en: '中文' },
          { zh: 'English', en: 'English' },
        ]
      : [
          { zh: '是', en: 'yes' },
          { zh: '否', en: 'no' },
        ]
  const options = values.map((value) => option(say(locale, value), say(locale, value)))
  const current = say(locale, words[name])
  const initial = options.find(({ value }) => value === current)
  return choice(options, initial)
}

/** In the place of the form: what would change and what it means. Submitting it saves. */
export function settingsConfirm(
  proposed: { readonly before: SettingWords; readonly after: SettingWords; readonly outlook: Outlook },
  memo: string,
  locale: Locale,
): ModalView {
  const t = translator(locale)

  const changes = formatChanges(proposed, locale)
  const none = t('没有要改的。', 'Nothing would change.')
  return {
    type: 'modal',
    callback_id: SETTINGS_CONFIRM,
    private_metadata: memo,
    title: plain(t('确认设置', 'Confirm settings'), LIMITS.modalTitle),
    ...(changes.length === 0 ? {} : { submit: plain(say(locale, SAVE), LIMITS.modalTitle) }),
    close: plain(say(locale, DISCARD), LIMITS.modalTitle),
    blocks: [
      section(changes.length === 0 ? none : changes.join('\n')),
      ...outlookBlocks(proposed.outlook, locale),
    ],
  }
}
