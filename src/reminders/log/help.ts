import { say, type Locale } from '../../locale.ts'
import { section, type Message } from '../../slack/blocks.ts'

/** What can be written after /wenshu reminders, and what goes with it. */
export function remindersHelp(locale: Locale): Message {
  const text = say(locale, {
    zh: [
      '*提醒*',
      '`/wenshu reminders tomorrow` 明天谁会收到什么、为什么，谁没有、为什么；也可写日期，或加 @某人',
      '`/wenshu reminders 2022-11` 这个月发给了谁、何时、为何没发（管理员），可导出',
      '`/wenshu nudge @某人` 手动提醒一个人，每人每天最多一次（审阅人、管理员）',
      '`/wenshu digest 2022-11` 谁交齐了、谁还差、迟交、请假',
      '`/wenshu settings` 截止日与提醒的设置　`/wenshu calendar` 全年截止日',
    ].join('\n'),
    en: [
      '*Reminders*',
      '`/wenshu reminders tomorrow` shows who gets what tomorrow and why, and who does not and why; a date does too, and @someone narrows it',
      '`/wenshu reminders 2022-11` shows what was sent that month, to whom, when, and why not (admins); it can be exported',
      '`/wenshu nudge @someone` reminds one person by hand, at most once a day (reviewers and admins)',
      '`/wenshu digest 2022-11` shows who has handed in, who has not, late, and on leave',
      '`/wenshu settings` sets deadline and reminders, `/wenshu calendar` shows the year’s deadlines',
    ].join('\n'),
  })
  return { text, blocks: [section(text)] }
}
