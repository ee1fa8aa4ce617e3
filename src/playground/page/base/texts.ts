import type { Locale, LocalizedText } from '../../../locale.ts'

/** Every sentence of the page itself (what the bot says comes from the bot). */
const sentences = {
  actAs: { zh: '以谁的身份', en: 'Act as' },
  findPerson: { zh: '按姓名、部门或角色查找', en: 'Find by name, department or role' },
  nobodyFound: { zh: '没有匹配的结果', en: 'No match' },
  channels: { zh: '频道', en: 'Channels' },
  directMessages: { zh: '私信', en: 'Direct messages' },
  app: { zh: '应用', en: 'App' },
  home: { zh: '主页', en: 'Home' },
  bot: { zh: '应用', en: 'APP' },
  unread: { zh: '未读', en: 'unread' },
  openMenu: { zh: '打开边栏', en: 'Open sidebar' },
  playgroundClock: { zh: '试用时钟', en: 'Playground clock' },
  setClock: { zh: '设定', en: 'Set' },
  clockMoment: { zh: '把时钟拨到', en: 'Move the clock to' },
  hourLater: { zh: '+1 小时', en: '+1 hour' },
  dayLater: { zh: '+1 天', en: '+1 day' },
  realNow: { zh: '现在', en: 'Now' },
  standing: { zh: '已停', en: 'standing still' },
  noPicture: { zh: '图片无法显示', en: 'The picture cannot be shown' },
  language: { zh: 'English', en: '中文' },
  languageHint: { zh: '更改此人的 Slack 语言', en: "Changes this person's Slack language" },
  showHints: { zh: '试试这些', en: 'Things to try' },
  messageTo: { zh: '发消息到', en: 'Message' },
  replyBox: { zh: '回复…', en: 'Reply…' },
  send: { zh: '发送', en: 'Send' },
  upload: { zh: '上传文件', en: 'Upload a file' },
  shortcuts: { zh: '快捷方式', en: 'Shortcuts' },
  noShortcuts: { zh: '没有快捷方式', en: 'No shortcuts' },
  moreActions: { zh: '更多操作', en: 'More actions' },
  replyInThread: { zh: '在消息列中回复', en: 'Reply in thread' },
  thread: { zh: '消息列', en: 'Thread' },
  replies: { zh: '条回复', en: 'replies' },
  reply: { zh: '条回复', en: 'reply' },
  close: { zh: '关闭', en: 'Close' },
  cancel: { zh: '取消', en: 'Cancel' },
  confirm: { zh: '确定', en: 'Confirm' },
  sure: { zh: '确定吗？', en: 'Are you sure?' },
  onlyYou: { zh: '仅对你可见', en: 'Only visible to you' },
  edited: { zh: '（已编辑）', en: '(edited)' },
  writing: { zh: '正在写…', en: 'writing…' },
  writingElsewhere: { zh: '文书正在另一处书写，点此查看', en: 'Text is being written elsewhere: open it' },
  optional: { zh: '（选填）', en: '(optional)' },
  choose: { zh: '请选择', en: 'Choose' },
  remove: { zh: '去掉', en: 'Remove' },
  working: { zh: '请稍候…', en: 'One moment…' },
  submit: { zh: '提交', en: 'Submit' },
  back: { zh: '上一层', en: 'Back' },
  download: { zh: '下载', en: 'Download' },
  empty: { zh: '这里还没有消息。', en: 'Nothing here yet.' },
  earlier: { zh: '更早的消息未显示', en: 'Earlier messages are not shown' },
  noHome: { zh: '应用还没有发布主页。', en: 'The app has not published its Home yet.' },
  unknownBlock: { zh: '此处有试用页不认识的组件', en: 'A block this playground does not know' },
  unknownElement: { zh: '不认识的控件', en: 'Unknown element' },
  rows: { zh: '行', en: 'rows' },
  previous: { zh: '上一页', en: 'Previous' },
  next: { zh: '下一页', en: 'Next' },
  lost: { zh: '连接已断开，正在重连…', en: 'Connection lost, trying again…' },
  dismiss: { zh: '收起', en: 'Dismiss' },
  failed: { zh: '没有成功', en: 'That did not work' },
  noAnswer: { zh: '服务器没有应答。文书在运行吗？', en: 'The server does not answer. Is Wenshu running?' },
  timeout: { zh: '应用在 3 秒内没有应答。', en: 'The app did not answer within 3 seconds.' },
  dispatchFailed: {
    zh: '应用没有连接，请稍后再试。',
    en: 'The app is not connected. Try again in a moment.',
  },
  newMessages: { zh: '新消息', en: 'New messages' },
  guest: { zh: '访客', en: 'guest' },
  left: { zh: '已停用', en: 'deactivated' },
} as const satisfies Record<string, LocalizedText>

export type Words = Readonly<Record<keyof typeof sentences, string>>

const spoken: Readonly<Record<Locale, Words>> = { zh: wordsIn('zh'), en: wordsIn('en') }

export function words(locale: Locale): Words {
  return spoken[locale]
}

function wordsIn(locale: Locale): Words {
  // Object.fromEntries forgets the keys; they are exactly those of `sentences`.
  return Object.fromEntries(Object.entries(sentences).map(([key, said]) => [key, said[locale]])) as Words
}

/** `zh-CN` → zh; anything not Chinese reads English, as Wenshu itself decides. */
export function pageLocale(tag: string): Locale {
  return tag.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

const roleNames: Readonly<Record<string, LocalizedText>> = {
  admin: { zh: '管理员', en: 'admin' },
  editor: { zh: '编辑', en: 'editor' },
  reviewer: { zh: '审阅人', en: 'reviewer' },
  leader: { zh: '领导', en: 'leader' },
  writer: { zh: '撰稿人', en: 'writer' },
  member: { zh: '成员', en: 'member' },
}

/** A role as people say it; an unknown one as it stands. */
export function roleName(role: string, locale: Locale): string {
  return roleNames[role]?.[locale] ?? role
}

const commandHints: Readonly<Record<string, LocalizedText>> = {
  '/study': { zh: '登记一次学习', en: 'log a study session' },
  '/activity': { zh: '登记一次活动', en: 'log an activity' },
  '/essay': { zh: '提交、审阅文章', en: 'hand in and review essays' },
  '/report': { zh: '起草、查看报告', en: 'draft and read the report' },
  '/wenshu': { zh: '帮助、设置、导入导出', en: 'help, settings, import and export' },
}

/** What a command is for, '' for one the page has never heard of. */
export function commandHint(command: string, locale: Locale): string {
  return commandHints[command]?.[locale] ?? ''
}

/** A server's or Slack's error code as a sentence. */
export function failure(words: Words, error: string | undefined, detail: string | undefined): string {
  if (error === 'no_answer') return words.noAnswer
  if (error === 'operation_timeout') return words.timeout
  if (error === 'dispatch_failed') return words.dispatchFailed
  return [`${words.failed}: ${error ?? '?'}`, detail].filter(Boolean).join(' · ')
}
