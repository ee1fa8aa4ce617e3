import type { LocalizedText } from '../../locale.ts'

/** Why somebody gets no reminder now. The first that holds is given, in this order. */
export const skipReasons = {
  bot: { zh: '机器人', en: 'a bot' },
  guest: { zh: '访客账号', en: 'a guest' },
  deactivated: { zh: 'Slack 账号已停用', en: 'Slack account deactivated' },
  left: { zh: '已离开', en: 'has left' },
  'not-yet-joined': { zh: '尚未加入', en: 'has not joined yet' },
  'not-linked': { zh: '未关联 Slack 账号', en: 'no Slack account linked' },
  'owes-nothing': { zh: '本月没有任务', en: 'owes no essay this month' },
  exempt: { zh: '已免交', en: 'exempt' },
  'handed-in': { zh: '已交齐', en: 'has handed in' },
  'on-leave': { zh: '请假中', en: 'on leave' },
  snoozed: { zh: '已选择稍后提醒', en: 'snoozed' },
  'not-due-yet': { zh: '还没到提醒日', en: 'no reminder is due yet' },
  over: { zh: '本月提醒已结束', en: 'the reminders of this month are over' },
  'already-reminded': { zh: '这一步已处理过', en: 'already decided for this step' },
  'day-off': { zh: '当天休息', en: 'not a working day' },
  'before-hour': { zh: '未到提醒时间', en: 'before the reminder hour' },
  'quiet-hours': { zh: '免打扰时段', en: 'quiet hours' },
} as const satisfies Record<string, LocalizedText>

export type SkipCode = keyof typeof skipReasons

/** The reason with its particular: 已免交：病假 / exempt: sick leave. */
export function reasonWith(code: SkipCode, detail: LocalizedText | null): LocalizedText {
  const reason: LocalizedText = skipReasons[code]
  if (detail === null || (detail.zh === '' && detail.en === '')) return reason
  return { zh: `${reason.zh}：${detail.zh}`, en: `${reason.en}: ${detail.en}` }
}
