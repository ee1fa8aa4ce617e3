import type { RecordFamily, Vocabulary } from '../line/words/reading.ts'

/** A kind as a new workspace starts with it: stable id, one name in each language, and other words for it. */
export type DefaultKind = {
  readonly id: string
  readonly family: RecordFamily
  readonly nameZh: string
  readonly nameEn: string
  readonly aliases: readonly string[]
  /** Records of it are entries of the books (posts, plans): nobody attends them. */
  readonly isEntry: boolean
}

export type DefaultMeasure = {
  readonly id: string
  /** The office's name: the one in reports. `nameEn` is also an alias to the parser. */
  readonly name: string
  readonly nameEn: string
  readonly unit: string
  readonly aggregation: 'sum' | 'latest' | 'ratio'
  readonly aliases: readonly string[]
  /** A record that states it and no people is an entry of the books (a post, a registration), no event. */
  readonly isEntry: boolean
}

const entryKinds: ReadonlySet<string> = new Set([
  'publicity',
  'publication',
  'information',
  'rules',
  'outposts',
])
const eventMeasures: ReadonlySet<string> = new Set(['reciters'])

function kindsOf(
  family: RecordFamily,
  rows: readonly (readonly [string, string, string, string])[],
): DefaultKind[] {
  return rows.map(([id, nameZh, nameEn, aliases]) => ({
    id,
    family,
    nameZh,
    nameEn,
    aliases: wordsOf(aliases),
    isEntry: entryKinds.has(id),
  }))
}

function wordsOf(list: string): string[] {
  return list.split('|').filter((word) => word !== '')
}

/** Columns: id, Chinese name, English name, aliases. From the forms of study and activity of a party-branch year. */
const study = kindsOf('study', [
  [
    'self-study',
    '个人自学',
    'self-study',
    '自学|个人学习|线上自学|self study|individual study|personal study|solo study',
  ],
  [
    'group-study',
    '集中学习',
    'group study',
    '集体学习|集学|集中学|组织学习|理论学习中心组学习|中心组学习|study session|collective study|reading group',
  ],
  [
    'discussion',
    '交流讨论',
    'discussion',
    '交流研讨|讨论交流|研讨交流|学习交流|学习讨论|座谈讨论|研讨|discussions|group discussion|exchange',
  ],
  [
    'field-research',
    '调查研究',
    'field research',
    '调研|专题调研|考察调研|field study|survey|research trip|site visit',
  ],
  ['assessment', '检查考核', 'assessment', '考核|学习考核|学习检查|检查评估|测试|考试|quiz|exam|test'],
  ['relay', '传达学习', 'relay study', '传达|学习传达|传达精神|relay|briefing|policy briefing|relay session'],
  ['party-lecture', '党课', 'party lecture', '上党课|听党课|讲党课|微党课|lecture|party class|party lesson'],
  [
    'special-lecture',
    '专题党课',
    'special lecture',
    '书记讲党课|专题讲座|special party lecture|thematic lecture',
  ],
  [
    'warning-education',
    '警示教育',
    'warning education',
    '廉政教育|警示教育片|警示片|cautionary education|integrity education|integrity training',
  ],
  ['theme-day', '主题党日', 'theme day', '主题党日活动|党日活动|党日|theme party day|themed party day'],
  [
    'organizational-life',
    '组织生活会',
    'organizational life meeting',
    '组织生活|branch life meeting|organisational life meeting',
  ],
  ['democratic-life', '民主生活会', 'democratic life meeting', 'democratic life'],
  [
    'training',
    '业务培训',
    'training',
    '培训|专题培训|培训班|workshop|training course|training session|course',
  ],
  ['branch-meeting', '支部党员大会', 'branch meeting', '党员大会|支部大会|三会一课|branch assembly'],
])

const activity = kindsOf('activity', [
  ['publicity', '新闻宣传', 'publicity', '宣传|新闻|宣传报道|新闻报道|公众号|news|news publicity|press'],
  [
    'publication',
    '编印刊物',
    'publication',
    '编印|刊物|内部刊物|编印书刊|印制刊物|publications|publishing|journal',
  ],
  [
    'volunteering',
    '志愿服务',
    'volunteering',
    '志愿活动|志愿者|志愿|志愿服务活动|志愿者活动|volunteer|volunteer work|volunteer service|volunteers',
  ],
  [
    'community',
    '共驻共建',
    'community partnership',
    '共建|社区共建|结对共建|双报到|community|community work|community service',
  ],
  [
    'culture',
    '文体活动',
    'culture and sports',
    '文体|文化活动|体育活动|文娱活动|culture|sports|cultural activity|cultural event|culture & sports',
  ],
  ['outposts', '阵地建设', 'facilities', '宣传阵地|阵地|文化阵地|facility|venue building|facility building'],
  [
    'reading-office',
    '书香机关',
    'reading office',
    '读书活动|全民阅读|书香|reading|reading programme|reading program|reading activity',
  ],
  [
    'information',
    '信息报送',
    'information reports',
    '信息|报送信息|报送|信息上报|information|info report|information report|bulletin',
  ],
  ['awards', '评选表彰', 'awards', '评选|表彰|评优|评先评优|award|commendation|recognition'],
  ['rules', '制度建设', 'rules and plans', '制度|建章立制|制度机制|rules|policy making|plans'],
  ['family-values', '家风家教', 'family values', '家风|家教|家庭家教家风|family education|family'],
  [
    'retiree-service',
    '离退休服务',
    'retiree service',
    '离退休|老干部服务|老干部工作|离退休干部服务|retirees|retiree services|retiree support',
  ],
  [
    'civility',
    '文明创建',
    'civility campaign',
    '精神文明创建|文明单位创建|创建文明单位|civility|civic campaign',
  ],
  ['charity', '捐助帮扶', 'charity', '捐款|捐助|帮扶|结对帮扶|慰问|donation|donations|fundraising'],
])

/** The kinds a new workspace starts with. Admins rename, add, merge and retire; ids never change. */
export const defaultKinds: readonly DefaultKind[] = [...study, ...activity]

/** Columns: id, name, English name, unit, aggregation, aliases. Units and aggregations as in the sample office's measures. */
const measureRows: readonly (readonly [
  string,
  string,
  string,
  string,
  DefaultMeasure['aggregation'],
  string,
])[] = [
  [
    'news-items',
    '发布新闻动态',
    'news items',
    '条',
    'sum',
    '新闻动态|发布新闻|新闻|动态|推送|发布动态|news item|news posts|news stories|pieces of news|posts',
  ],
  [
    'followers',
    '关注人数',
    'followers',
    '人',
    'latest',
    '粉丝|粉丝数|关注数|关注|公众号关注人数|follower count|subscribers',
  ],
  [
    'journals-given',
    '赠阅',
    'journals given',
    '册',
    'sum',
    '赠阅刊物|赠送|赠阅书刊|journals|journal copies|copies of the journal|journals handed out|copies given',
  ],
  [
    'copies-printed',
    '印发',
    'copies printed',
    '份',
    'sum',
    '印制|印发手册|手册|编印手册|handbooks|copies|printed copies|handbook copies|handbooks printed',
  ],
  ['plans-made', '制定工作方案', 'plans made', '个', 'sum', '制定方案|工作方案|方案|work plans|plans|plan'],
  ['books-held', '收藏图书', 'books held', '册', 'latest', '藏书|图书|馆藏图书|藏书量|books|library books'],
  [
    'boards-set-up',
    '设置宣传栏',
    'display boards',
    '块',
    'latest',
    '宣传栏|展板|宣传展板|boards|notice boards|bulletin boards',
  ],
  [
    'desk-plates',
    '摆放岗位桌牌',
    'desk plates',
    '个',
    'sum',
    '桌牌|岗位桌牌|desk signs|nameplates|name plates',
  ],
  ['badges', '发放工作胸牌', 'badges', '个', 'sum', '胸牌|工作胸牌|badge|work badges|name badges'],
  [
    'registrations',
    '注册审核',
    'registrations',
    '人次',
    'sum',
    '注册|审核注册|志愿者注册|registrations reviewed|volunteer registrations|registrations checked',
  ],
  [
    'registration-rate',
    '注册率',
    'registration rate',
    '%',
    'ratio',
    '志愿者注册率|在职党员注册率|rate of registration',
  ],
  ['reciters', '朗诵人数', 'reciters', '名', 'sum', '朗诵|朗诵者|reciter|readers on stage'],
  ['award-categories', '评选类别', 'award categories', '类', 'sum', '类别|award category|categories'],
  [
    'meeting-reports',
    '撰写会议类信息',
    'meeting reports',
    '篇',
    'sum',
    '会议类信息|会议信息|撰写信息|信息|meeting report|meeting notes|reports written',
  ],
]

export const defaultMeasures: readonly DefaultMeasure[] = measureRows.map(
  ([id, name, nameEn, unit, aggregation, aliases]) => ({
    id,
    name,
    nameEn,
    unit,
    aggregation,
    aliases: wordsOf(aliases),
    isEntry: !eventMeasures.has(id),
  }),
)

/** What the parser reads with in a workspace that has changed nothing. */
export const defaultVocabulary: Vocabulary = {
  kinds: defaultKinds.map(({ id, family, nameZh, nameEn, aliases }) => ({
    id,
    family,
    names: [nameZh, nameEn, ...aliases],
  })),
  measures: defaultMeasures.map(({ id, name, nameEn, unit, aggregation, aliases }) => ({
    id,
    name,
    unit,
    aggregation,
    aliases: [nameEn, ...aliases],
  })),
}
