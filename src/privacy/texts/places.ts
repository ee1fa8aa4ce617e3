import { sql, type RawBuilder } from 'kysely'
import type { LocalizedText } from '../../locale.ts'

/**
 * A table with texts that people write freely, so that any of them may name somebody. `texts`: which columns, and where
 * in them (see `mapTexts`). A column that holds no such text is in `columns-without-free-text.ts`; a test reads both.
 */
export type Place = {
  readonly table: string
  /** The primary key, beside the workspace. */
  readonly key: readonly string[]
  readonly texts: Readonly<Record<string, readonly string[]>>
  /** What a group of such texts is called. */
  readonly what: LocalizedText
  /** SQL: which row it is, as people say it (S-42, D-5 v2). It holds nothing that people wrote. */
  readonly where: RawBuilder<string>
}

/** A text column as a whole. */
const whole = ['**']
/** An array of texts. */
const each = ['*']

function columns(...names: string[]): Record<string, readonly string[]> {
  return Object.fromEntries(names.map((name) => [name, whole]))
}

function below(prefix: string, paths: readonly string[]): string[] {
  return paths.map((path) => `${prefix}.${path}`)
}

const record = ['title', 'materials.*', 'place', 'partner', 'note', 'evidence.*.title', 'evidence.*.url']
const section = ['title', 'brief', 'feeds.kinds.*', 'feeds.measures.*']
const style = ['headings.*', 'mustUse.*', 'mustNotUse.*']
const outline = ['name', ...below('style', style), ...below('sections.*', section)]
const vocabulary = ['nameZh', 'nameEn', 'name', 'unit', 'aliases.*']

/** What a draft was written from. The people in it are no text: they are erased by their ids. */
const basis = [
  ...below('section', section),
  ...below('style', style),
  ...below('ledger', [
    ...below('facts.*', ['key', 'label', 'unit', 'formula', 'names.*', 'unitAliases.*', 'compares.of']),
    ...below('records.*', ['texts.*', 'figures.*.unit', 'figures.*.names.*']),
    'lexicon.*',
  ]),
  ...below('about.*', ['kinds.*', 'measure']),
  ...below('topics.*', ['materials.*', 'titles.*', 'partners.*']),
  ...below('notable.*', ['kind', 'title', 'materials.*', 'place', 'partner', 'measures.*']),
  ...below('digest.kinds.*', ['themes.*', 'eventSeries', 'entrySeries']),
  'digest.measures.*.series',
  'kindNames.*',
  'droppedKinds.*.*',
  'missingKinds.*',
  'notes.*',
]
const verdict = [
  ...below('spans.*', ['text', 'reason', 'fact.label', 'fact.unit']),
  ...below('spans.*', below('claim', ['key', 'label', 'unit'])),
  ...below('spans.*', below('candidates.*', ['key', 'label', 'unit'])),
  ...below('notes.*', ['text', 'reason']),
]
const plan = [
  'added.*.key',
  ...below('added.*.details', record),
  ...below('changed.*.details', record),
  'choices.*.key',
  ...below('choices.*.details', record),
  'choices.*.shows.*',
  ...below('sections.*', ['text', 'changes.*.before', 'changes.*.after']),
  ...below('sections.*.verdict.faults.*', ['text', 'reason']),
]
const counts = ['faults.*.**', 'doubts.*.**', 'unknownHeadings.*', 'otherSheets.*', 'news.*.*', 'hidden.*.*']
/** Of actions that say what was written: a kind before and after, a figure's source, a name of the lexicon. */
const details = ['before.**', 'after.**', 'figure', 'context', 'source', 'term', 'reason', 'comment']

const draft = sql<string>`(select 'D-' || number from drafts where drafts.id = draft_id)`

export const PLACES: readonly Place[] = [
  {
    table: 'records',
    key: ['id'],
    // An imported record's key is made of its title.
    texts: {
      ...columns('title', 'place', 'partner', 'note', 'deleted_reason', 'source_key'),
      materials: each,
    },
    what: { zh: '记录', en: 'Records' },
    where: sql`id`,
  },
  {
    table: 'record_evidence',
    key: ['record_id', 'position'],
    texts: columns('title', 'url'),
    what: { zh: '记录的佐证', en: 'Evidence of records' },
    where: sql`record_id || ' #' || position + 1`,
  },
  {
    table: 'record_revisions',
    key: ['record_id', 'revision'],
    texts: { before: record, after: record },
    what: { zh: '记录的修改历史', en: 'History of records' },
    where: sql`record_id || ' v' || revision`,
  },
  {
    table: 'essays',
    key: ['id'],
    texts: columns('kind', 'title', 'body', 'link', 'contest', 'file_name', 'file_url', 'file_text'),
    what: { zh: '习作（题目、正文、文件）', en: 'Essays (title, text, file)' },
    where: sql`id`,
  },
  {
    table: 'essay_moves',
    key: ['essay_id', 'revision'],
    texts: columns('comment'),
    what: { zh: '习作的审阅意见', en: 'Comments on essays' },
    where: sql`essay_id || ' v' || revision`,
  },
  {
    table: 'essay_exemptions',
    key: ['member_id', 'month', 'decided_at'],
    texts: columns('reason'),
    what: { zh: '免交的理由', en: 'Reasons of exemptions' },
    where: sql`month`,
  },
  {
    table: 'reminder_skips',
    key: ['month', 'step', 'member_id'],
    texts: columns('detail_zh', 'detail_en'),
    what: { zh: '没有提醒的原因', en: 'Why no reminder went' },
    where: sql`month || ' ' || step`,
  },
  {
    table: 'leaves',
    key: ['id'],
    texts: columns('reason'),
    what: { zh: '请假事由', en: 'Reasons of leaves' },
    where: sql`starts_on || ' – ' || ends_on`,
  },
  {
    table: 'anthologies',
    key: ['issue'],
    texts: columns('title'),
    what: { zh: '文集的题目', en: 'Titles of anthologies' },
    where: sql`'#' || issue`,
  },
  {
    table: 'draft_versions',
    key: ['draft_id', 'version'],
    texts: { text: whole, verdict, origin: ['instruction', 'fileName'], sources: ['*.key'] },
    what: { zh: '报告草稿的文字', en: 'Texts of drafts' },
    where: sql`${draft} || ' v' || version`,
  },
  {
    table: 'draft_marks',
    key: ['draft_id', 'version'],
    texts: {
      mark: [...below('changes.*', ['text', 'label', 'unit', 'rewritten']), 'lost.*.text', 'lost.*.reason'],
    },
    what: { zh: '草稿里不再有依据的话', en: 'Words of drafts no longer borne out' },
    where: sql`${draft} || ' v' || version`,
  },
  {
    table: 'drafts',
    key: ['id'],
    texts: { ledger: basis, fault: whole },
    what: { zh: '草稿所依据的内容', en: 'What drafts were written from' },
    where: sql`'D-' || number`,
  },
  {
    table: 'draft_earlier_ledgers',
    key: ['draft_id', 'through_version'],
    texts: { ledger: basis },
    what: { zh: '旧版草稿所依据的内容', en: 'What earlier versions were written from' },
    where: sql`${draft} || ' ≤ v' || through_version`,
  },
  {
    table: 'report_notes',
    key: ['id'],
    texts: columns('text'),
    what: { zh: '报告的补充说明', en: 'Notes for reports' },
    where: sql`period || ' #' || number`,
  },
  {
    table: 'undelivered_answers',
    key: ['id'],
    texts: columns('text'),
    what: { zh: '没有送到的回复', en: 'Answers that reached nobody' },
    where: sql`to_char(at, 'YYYY-MM-DD')`,
  },
  {
    table: 'paragraph_redrafts',
    key: ['draft_id', 'number'],
    texts: columns('instruction', 'result', 'fault'),
    what: { zh: '改写段落的要求和结果', en: 'Paragraphs rewritten' },
    where: sql`${draft} || ' #' || paragraph_redrafts.number`,
  },
  {
    table: 'figure_confirmations',
    key: ['draft_id', 'number'],
    texts: columns('figure', 'context', 'source'),
    what: { zh: '人工确认的数字', en: 'Figures confirmed by hand' },
    where: sql`${draft} || ' #' || figure_confirmations.number`,
  },
  {
    table: 'figure_clicks',
    key: ['draft_id', 'number'],
    texts: columns('figure', 'claim', 'label'),
    what: { zh: '点选了出处的数字', en: 'Figures answered for by a click' },
    where: sql`${draft} || ' #' || figure_clicks.number`,
  },
  {
    table: 'lexicon_terms',
    key: ['number'],
    texts: columns('term'),
    what: { zh: '含数字的专名', en: 'Names that hold numerals' },
    where: sql`'#' || number`,
  },
  {
    table: 'outline_revisions',
    key: ['outline_id', 'revision'],
    texts: { before: outline, after: outline },
    what: { zh: '报告提纲的修改历史', en: 'History of outlines' },
    where: sql`outline_id || ' v' || revision`,
  },
  {
    table: 'workspaces',
    key: ['team_id'],
    texts: { name: whole, settings: below('outlines.*', outline) },
    what: { zh: '单位名称和报告提纲', en: 'Name of the office and outlines' },
    where: sql`team_id`,
  },
  {
    table: 'kinds',
    key: ['id'],
    texts: { name_zh: whole, name_en: whole, aliases: each },
    what: { zh: '类别的名称', en: 'Names of kinds' },
    where: sql`family`,
  },
  {
    table: 'measures',
    key: ['id'],
    texts: { name: whole, name_en: whole, unit: whole, aliases: each },
    what: { zh: '指标的名称', en: 'Names of measures' },
    where: sql`aggregation`,
  },
  {
    table: 'word_revisions',
    key: ['sort', 'word', 'revision'],
    texts: { before: vocabulary, after: vocabulary },
    what: { zh: '类别和指标的修改历史', en: 'History of kinds and measures' },
    where: sql`sort || ' v' || revision`,
  },
  {
    table: 'pending_imports',
    key: ['id'],
    texts: { file_name: whole, plan, counts },
    what: { zh: '导入的文件', en: 'Files imported' },
    where: sql`sort || ' ' || asked_at::date`,
  },
  {
    table: 'audit_events',
    key: ['id'],
    texts: { subject: whole, details },
    what: { zh: '审计记录', en: 'The audit log' },
    where: sql`action || ' ' || at::date`,
  },
]
