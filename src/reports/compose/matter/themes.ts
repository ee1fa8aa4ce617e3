import type { LocalizedText } from '../../../locale.ts'

/** Kinds that one paragraph speaks of together, by their Chinese names, under a plain heading; the field's bare name. */
export type Theme = {
  readonly heading: LocalizedText
  readonly field?: LocalizedText
  readonly kinds: readonly string[]
}

function theme(headingZh: string, fieldZh: string, headingEn: string, ...kinds: readonly string[]): Theme {
  return {
    heading: { zh: headingZh, en: headingEn },
    field: { zh: fieldZh, en: headingEn.toLowerCase() },
    kinds,
  }
}

/**
 * The built-in composer's paragraphs, in their order. Headings say what was done and praise nothing. A kind that stands
 * nowhere here gets a paragraph of its own.
 */
export const THEMES: readonly Theme[] = [
  theme('制定要点方案', '制度建设', 'Plans and rules', '制度建设'),
  theme(
    '开展组织生活',
    '组织生活',
    'Meetings of the office',
    '民主生活会',
    '组织生活会',
    '支部党员大会',
    '主题党日',
  ),
  theme('组织检查考核', '检查考核', 'Assessment', '检查考核'),
  theme('组织集体学习', '集体学习', 'Studying together', '传达学习', '集中学习', '业务培训'),
  theme('开设党课', '党课教育', 'Lectures', '党课', '专题党课'),
  theme('开展警示教育', '警示教育', 'Warning education', '警示教育'),
  theme('组织交流研讨', '交流研讨', 'Discussion and research', '交流讨论', '调查研究'),
  theme('安排个人自学', '个人自学', 'Self-study', '个人自学'),
  theme('开展新闻宣传', '新闻宣传', 'News', '新闻宣传'),
  theme('编印刊物手册', '刊物编印', 'Publications', '编印刊物'),
  theme('报送工作信息', '信息报送', 'Information reports', '信息报送'),
  theme('建设宣传阵地', '阵地建设', 'Facilities', '阵地建设'),
  theme('开展志愿服务', '志愿服务', 'Volunteering', '志愿服务'),
  theme('开展共驻共建', '共驻共建', 'Working with the community', '共驻共建', '捐助帮扶'),
  theme('组织文体活动', '文体活动', 'Culture and sports', '文体活动'),
  theme('建设书香机关', '书香机关建设', 'Reading', '书香机关'),
  theme(
    '开展家风家教和评选表彰',
    '家风家教和评选表彰',
    'Family values and awards',
    '家风家教',
    '评选表彰',
    '文明创建',
  ),
  theme('服务离退休干部', '离退休干部服务', 'Serving retirees', '离退休服务'),
]

/** The heading of the paragraph on essays. */
export const ESSAYS: LocalizedText = { zh: '组织习作与文集编印', en: 'Essays' }
