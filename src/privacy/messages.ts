import type { ModalView } from '@slack/types'
import { type Locale, type LocalizedText, plural, say, translator } from '../locale.ts'
import { context, input, section, textInput, type Message, message, modal } from '../slack/blocks.ts'
import { escapeText, fit } from '../slack/mrkdwn.ts'
import type { Erasable, Erased } from './erase-member.ts'
import type { Footprint } from './erase-store.ts'
import { mentionBlocks } from './mentions-messages.ts'
import type { Retention } from './retention.ts'

export const ERASE_FORM = 'privacy.erase'
/** Where the person's name or number is typed once more. */
export const CONFIRM_FIELD = 'confirm'

/** Said where the export was asked for; the file itself comes into the person's DM. */
export function exported(entries: number, locale: Locale): Message {
  return message(locale, {
    zh: `与您有关的 ${entries} 条内容已发到您和文书的私信里。`,
    en: `What is held about you (${plural(entries, 'entry', 'entries')}) is in your direct messages with Wenshu.`,
  })
}

export function exportedFile(locale: Locale): string {
  return say(locale, {
    zh: '文书里与您有关的全部内容（JSON）。可用浏览器或文本编辑器打开。',
    en: 'Everything Wenshu holds about you (JSON). Open it with a browser or a text editor.',
  })
}

/** Asks once more, with what there is, what will stay, and how long backups (of so many days; see `backupsSaid`) hold it. */
export function eraseForm(
  { member, footprint }: Erasable,
  memo: { readonly memberId: string; readonly responseUrl: string },
  backupDays: number | null,
  locale: Locale,
): ModalView {
  const t = translator(locale)

  const name = escapeText(fit(member.name, 60))
  const title = t('删除个人信息', 'Erase personal data')
  const label = t(`确认请写：${callName(member)}`, `To confirm, type: ${callName(member)}`)
  const explained = t(
    '将删除：姓名、编号、邮箱、Slack 账号、部门、习作正文和链接、审阅意见、请假事由、提醒的去处。\n保留：记录、习作题目和状态、日期，作者写作“已删除成员”，所有统计不变。此操作不能撤销。',
    'Erased: name, number, e-mail, Slack account, department, texts and links of essays, comments on them, reasons of leaves, where reminders went.\nKept: records, titles and states of essays, and days, under “已删除成员”; every count stays. This cannot be undone.',
  )
  return modal(locale, {
    title,
    id: ERASE_FORM,
    submit: { zh: '删除', en: 'Erase' },
    memo,
    blocks: [
      section(`*${name}* · ${inWords(footprint, locale)}`),
      section(explained),
      context(
        t(
          'Slack 里已发出的消息不在文书手里，不会改动。成员表（members.csv）里也要去掉这个人，否则再次导入会重新建立。',
          'Messages already in Slack are not touched. Take the person out of members.csv too, else the next import adds them again.',
        ),
      ),
      context(say(locale, backupsSaid(backupDays))),
      input(CONFIRM_FIELD, label, textInput('')),
    ],
  })
}

/** What has to be typed to confirm: the number the office knows the person by, else the name. */
export function callName(member: { readonly externalId: string | null; readonly name: string }): string {
  return member.externalId ?? member.name
}

/** What was erased, and where texts that people wrote still name the person. */
export function erased({ member, newName, footprint, mentions }: Erased, locale: Locale): Message {
  const said = message(locale, {
    zh: `已删除个人信息，今后显示为“${newName}”。保留：${inWords(footprint, locale)}。统计不变。`,
    en: `Personal data erased; from now on the person is “${newName}”. Kept: ${inWords(footprint, locale)}. Every count stays.`,
  })
  if (mentions.length === 0) return said
  const { id, name, email, slackUserId, externalId } = member
  const memo = { memberId: id, names: { name, email, slackUserId, externalId } }
  return { ...said, blocks: [section(said.text), ...mentionBlocks(mentions, memo, locale)] }
}

/** How long backups hold the person. `days`: how many daily backups are kept; null: PostgreSQL, which its owner backs up. */
function backupsSaid(days: number | null): LocalizedText {
  if (days === null) {
    return {
      zh: '备份：数据库由您单位自己备份，那些备份里还会有这个人，留多久由您单位决定。恢复旧备份后要再删除一次。',
      en: 'Backups: your own backups of the database hold the person as long as you keep them. After restoring an old one, erase again.',
    }
  }
  return {
    zh: `备份：每天一份、保留 ${days} 份，所以约 ${days} 天内的备份里还有这个人；另存到别处的备份不在此内。用 wenshu restore 恢复时会再次删除。`,
    en: `Backups: one a day, ${days} kept, so they hold the person for about ${counted(days, 'day')}; copies elsewhere longer. wenshu restore erases again.`,
  }
}

function inWords({ logged, attended, essays, leaves, reminders }: Footprint, locale: Locale): string {
  return say(locale, {
    zh: `记录 ${logged} 条、参加 ${attended} 次、习作 ${essays} 篇、请假 ${leaves} 次、提醒 ${reminders} 条`,
    en: `${plural(logged, 'record')} logged, ${attended} attended, ${plural(essays, 'essay')}, ${plural(leaves, 'leave of absence', 'leaves of absence')}, ${plural(reminders, 'reminder')}`,
  })
}

export function retentionSaid({ handledDays, auditYears }: Retention, locale: Locale): Message {
  return message(locale, {
    zh: `保留期限：已处理请求的编号 ${handledDays} 天，审计记录 ${auditYears} 年；每天清理一次。记录、习作和报告不清理。\n修改：\`/wenshu retention handled 30d\`　\`/wenshu retention audit 3y\``,
    en: `Kept: ids of handled requests for ${counted(handledDays, 'day')}, the audit log for ${counted(auditYears, 'year')}; purged once a day. Records, essays and reports are never purged.\nChange it: \`/wenshu retention handled 30d\`, \`/wenshu retention audit 3y\``,
  })
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
