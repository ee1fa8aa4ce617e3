import type { LocalizedText } from '../../locale.ts'

/** What a set of essays is called. `gap`: it feeds the section on what is missing. */
export type Sort = {
  readonly key: string
  readonly label: LocalizedText
  readonly of: LocalizedText
  readonly names: readonly string[]
  readonly gap?: true
}

/** Sets of essays, by the column that holds them. */
export const SETS = {
  submitted: {
    key: 'essay.count:submitted',
    label: { zh: '提交习作篇数', en: 'Essays handed in' },
    of: { zh: '已提交的习作（不论审阅结果）', en: 'essays handed in, whatever the review said' },
    names: ['提交习作', '上交习作', '收到习作', '提交', 'essays handed in', 'handed in', 'submitted'],
  },
  approved: {
    key: 'essay.count:approved',
    label: { zh: '审核通过习作篇数', en: 'Essays approved' },
    of: { zh: '审核通过的习作', en: 'approved essays' },
    names: [
      '审核通过习作',
      '通过习作',
      '审核通过',
      '完成习作',
      '习作',
      'approved essays',
      'essays approved',
      'essays were approved',
    ],
  },
  excellent: {
    key: 'essay.count:excellent',
    label: { zh: '优秀习作篇数', en: 'Excellent essays' },
    of: { zh: '审核通过并评为优秀的习作', en: 'approved essays marked excellent' },
    names: ['优秀习作', '评为优秀', '优秀', 'excellent essays', 'marked excellent', 'excellent'],
  },
  contest: {
    key: 'essay.count:contest',
    label: { zh: '参赛习作篇数', en: 'Contest entries' },
    of: { zh: '送交比赛的习作', en: 'essays entered in a contest' },
    names: ['参赛习作', '推荐参赛', '参加征文', '参赛', 'contest entries', 'entered in contests', 'contest'],
  },
  compiled: {
    key: 'essay.count:compiled',
    label: { zh: '收入文集篇数', en: 'Essays in anthologies' },
    of: { zh: '编入文集的习作', en: 'essays compiled into an anthology' },
    names: ['收入文集', '编入文集', '文集收录', 'essays in anthologies', 'compiled'],
  },
  exchanged: {
    key: 'essay.count:exchanged',
    label: { zh: '交流习作篇数', en: 'Essays exchanged' },
    of: { zh: '已在群内交流的习作', en: 'essays exchanged with the group' },
    names: ['交流习作', '习作交流', 'essays exchanged'],
  },
  returned: {
    key: 'essay.count:returned',
    label: { zh: '退回未再交的习作篇数', en: 'Essays returned and not handed in again' },
    of: { zh: '退回修改、尚未再交的习作', en: 'essays returned for changes and not handed in again' },
    names: [
      '退回修改',
      '退回习作',
      '退回',
      'returned for changes and still open',
      'returned essays',
      'returned for changes',
    ],
    gap: true,
  },
  waiting: {
    key: 'essay.count:waiting',
    label: { zh: '待审习作篇数', en: 'Essays waiting for review' },
    of: { zh: '已提交、未审阅的习作', en: 'essays handed in and not reviewed' },
    names: ['待审习作', '待审阅', '待审', 'essays waiting for review', 'waiting for review'],
    gap: true,
  },
  late: {
    key: 'essay.count:late',
    label: { zh: '跨月补交习作篇数', en: 'Essays handed in after their month' },
    of: { zh: '所属月份结束后才首次提交的习作', en: 'essays first handed in after the month they are for' },
    names: ['跨月补交', '补交习作', '逾期习作', '补交', 'handed in after their month', 'late essays'],
    gap: true,
  },
} as const satisfies Record<string, Sort>

export const WRITERS: Sort = {
  key: 'essay.writers',
  label: { zh: '习作作者人数', en: 'Essay writers' },
  of: { zh: '提交过习作的不同成员', en: 'different members who handed essays in' },
  names: ['习作作者', '撰稿人', '作者', 'essay writers', 'writers', 'authors'],
}
export const ISSUES: Sort = {
  key: 'essay.issues',
  label: { zh: '文集期数', en: 'Anthology issues' },
  of: { zh: '文集的不同期号', en: 'different issues of the anthology' },
  names: ['编印文集', '习作文集', '文集', 'anthology issues', 'anthologies', 'anthology'],
}
export const MISSING: Sort = {
  key: 'gap.essays-missing',
  label: { zh: '应交未交习作篇数', en: 'Essays owed and not handed in' },
  of: { zh: '已结束月份的定额减去已交篇数', en: 'the quotas of months that ended, less what was handed in' },
  names: [
    '应交未交',
    '未交习作',
    '缺交习作',
    '缺交',
    'owed and not handed in',
    'missing essays',
    'essays are missing',
  ],
  gap: true,
}
export const SHORT_PEOPLE: Sort = {
  key: 'gap.short-people',
  label: { zh: '未足额交稿人次', en: "Members' months below quota" },
  of: {
    zh: '已结束月份中交稿少于定额的成员，按月计次',
    en: 'members below quota, counted for each month that ended',
  },
  names: ['未足额交稿', '未足额', '未完成定额', "members' months below quota", 'below quota'],
  gap: true,
}
export const SHORT_MONTHS: Sort = {
  key: 'gap.short-months',
  label: { zh: '有人未足额交稿的月数', en: 'Months with someone below quota' },
  of: { zh: '已结束且有成员交稿少于定额的月份', en: 'months that ended with a member below quota' },
  names: ['有人未足额交稿', '未足额交稿', 'months with someone below quota', 'below quota'],
  gap: true,
}

/** English names of the essay genres that the forms offer, and what else prose calls them; an office's own keep their name. */
export type GenreWords = {
  readonly zh: string
  readonly one: string
  readonly many: string
  readonly aliases: readonly string[]
}

const shipped: readonly GenreWords[] = [
  {
    zh: '理论文章',
    one: 'theory article',
    many: 'theory articles',
    aliases: [
      '理论',
      'theory piece',
      'theory essay',
      'theoretical essay',
      'theoretical article',
      'article on theory',
    ],
  },
  {
    zh: '读书心得体会',
    one: 'reading reflection',
    many: 'reading reflections',
    aliases: ['心得体会', '读书心得', '心得', 'reading note', 'book report', 'book review', 'reflection'],
  },
  {
    zh: '领导讲话',
    one: 'leadership speech',
    many: 'leadership speeches',
    aliases: ['讲话稿', '讲话', "leader's speech", "leaders' speech", 'speech', 'address'],
  },
]

/** The words of a genre as essays name it. */
export function genreWords(genre: string): GenreWords {
  return shipped.find(({ zh }) => zh === genre) ?? { zh: genre, one: genre, many: genre, aliases: [] }
}

/** What approved essays of a genre are called. */
export function genreLabel(genre: string): LocalizedText {
  const { zh, many } = genreWords(genre)
  return { zh: `${zh}篇数`, en: many === zh ? `Approved essays of kind ${zh}` : `Approved ${many}` }
}
