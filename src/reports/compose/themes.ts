import type { LocalizedText } from '../../locale.ts'

/** Kinds that one paragraph speaks of together, by their Chinese names, under a plain heading. */
export type Theme = { readonly heading: LocalizedText; readonly kinds: readonly string[] }

/**
 * The built-in composer's paragraphs, in their order. Headings say what was done and praise nothing. A kind that stands
 * nowhere here gets a paragraph of its own.
 */
export const THEMES: readonly Theme[] = [
  { heading: { zh: '制定要点方案', en: 'Plans and rules' }, kinds: ['制度建设'] },
  {
    heading: { zh: '开展组织生活', en: 'Meetings of the office' },
    kinds: ['民主生活会', '组织生活会', '支部党员大会', '主题党日'],
  },
  { heading: { zh: '组织检查考核', en: 'Assessment' }, kinds: ['检查考核'] },
  {
    heading: { zh: '组织集体学习', en: 'Studying together' },
    kinds: ['传达学习', '集中学习', '业务培训'],
  },
  { heading: { zh: '开设党课', en: 'Lectures' }, kinds: ['党课', '专题党课'] },
  { heading: { zh: '开展警示教育', en: 'Warning education' }, kinds: ['警示教育'] },
  { heading: { zh: '组织交流研讨', en: 'Discussion and research' }, kinds: ['交流讨论', '调查研究'] },
  { heading: { zh: '安排个人自学', en: 'Self-study' }, kinds: ['个人自学'] },
  { heading: { zh: '开展新闻宣传', en: 'News' }, kinds: ['新闻宣传'] },
  { heading: { zh: '编印刊物手册', en: 'Publications' }, kinds: ['编印刊物'] },
  { heading: { zh: '报送工作信息', en: 'Information reports' }, kinds: ['信息报送'] },
  { heading: { zh: '建设宣传阵地', en: 'Facilities' }, kinds: ['阵地建设'] },
  { heading: { zh: '开展志愿服务', en: 'Volunteering' }, kinds: ['志愿服务'] },
  { heading: { zh: '开展共驻共建', en: 'Working with the community' }, kinds: ['共驻共建', '捐助帮扶'] },
  { heading: { zh: '组织文体活动', en: 'Culture and sports' }, kinds: ['文体活动'] },
  { heading: { zh: '建设书香机关', en: 'Reading' }, kinds: ['书香机关'] },
  {
    heading: { zh: '开展家风家教和评选表彰', en: 'Family values and awards' },
    kinds: ['家风家教', '评选表彰', '文明创建'],
  },
  { heading: { zh: '服务离退休干部', en: 'Serving retirees' }, kinds: ['离退休服务'] },
]

/** The heading of the paragraph on essays. */
export const ESSAYS: LocalizedText = { zh: '组织习作与文集编印', en: 'Essays' }
