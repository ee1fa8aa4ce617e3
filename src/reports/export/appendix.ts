import { say, type Locale, type LocalizedText, translator } from '../../locale.ts'
import type { Cell } from '../../tables/cells.ts'
import type { Sheet } from '../../tables/write-table.ts'
import type { EvidenceRecord } from '../sources/appendix-store.ts'
import { leavingOf } from '../marks/eye-marks.ts'
import type { Report, SectionText } from '../assemble/assemble-report.ts'
import { localMinute } from '../slack/local-minute.ts'
import { incompleteness, partsInWords } from '../sources/figure-amounts.ts'
import { contributionsSheet, type FigureClaims } from './contributions.ts'
import type { ClaimValue } from '../../claims/evidence/evidence.ts'
import type { SpanState, VerdictSpan } from '../../claims/bind/verify-text.ts'

/** Numbers or names in one cell, before the rest becomes a number. */
const LISTED = 500

/** The numbers of every record that a figure of the report rests on, each once, in the report's order. Pure. */
export function evidenceIds({ sections }: Pick<Report, 'sections'>): string[] {
  const ids = sections.flatMap(({ text }) =>
    text === null ? [] : text.version.verdict.spans.flatMap(({ recordIds }) => recordIds),
  )
  return [...new Set(ids)]
}

/**
 * The evidence of a report: a line for each figure, a line for what each record contributes to it, so that it can be added
 * up, and a line for each record. Pure.
 */
export function appendixSheets(
  report: Report,
  evidence: readonly EvidenceRecord[],
  claims: FigureClaims,
): Sheet[] {
  const { locale } = report.outline
  const records = new Map(evidence.map((record) => [record.id, record]))
  return [
    figuresSheet(report, records, claims, locale),
    contributionsSheet(report, records, claims),
    recordsSheet(report, records, locale),
  ]
}

function figuresSheet(
  { sections }: Report,
  records: ReadonlyMap<string, EvidenceRecord>,
  claims: FigureClaims,
  locale: Locale,
): Sheet {
  const heads = [
    { zh: '部分', en: 'Section', width: 22 },
    { zh: '草稿', en: 'Draft', width: 12 },
    { zh: '文中写法', en: 'As written', width: 16 },
    { zh: '核对结果', en: 'State', width: 12 },
    { zh: '事实', en: 'Fact', width: 28 },
    { zh: '数值', en: 'Value', width: 10 },
    { zh: '单位', en: 'Unit', width: 8 },
    { zh: '算法', en: 'Formula', width: 44 },
    { zh: '现在的数值', en: 'Value now', width: 12 },
    { zh: '是否完整', en: 'Complete', width: 24 },
    { zh: '记录编号', en: 'Records', width: 30 },
    { zh: '谁记录', en: 'Logged by', width: 20 },
    { zh: '谁确认', en: 'Confirmed by', width: 14 },
    { zh: '确认时间', en: 'Confirmed at', width: 18 },
    { zh: '确认来源', en: 'Confirmed from', width: 30 },
    { zh: '说明', en: 'Reason', width: 44 },
  ]
  const rows = sections.flatMap(({ section, text }) =>
    text === null
      ? []
      : [
          ...text.version.verdict.spans.map((span, place) =>
            figureCells(span, { text, claim: claims.get(text)?.[place] ?? null }, records, locale),
          ),
          ...leavingOf(text).placeholders.map((one): Cell[] => [one.text, say(locale, UNWRITTEN[one.kind])]),
        ].map((cells): Cell[] => [section.title, `${text.draftId} v${text.version.version}`, ...cells]),
  )
  return {
    name: say(locale, { zh: '数字', en: 'Figures' }),
    heads: heads.map((head) => say(locale, head)),
    widths: heads.map(({ width }) => width),
    rows,
  }
}

const STATES: Readonly<Record<SpanState, { readonly zh: string; readonly en: string }>> = {
  exact: { zh: '相符', en: 'exact' },
  approximate: { zh: '约数相符', en: 'approximate' },
  derived: { zh: '推算相符', en: 'derived' },
  proposed: { zh: '可能相符，待确认', en: 'proposed, not confirmed' },
  unsupported: { zh: '无记录为据', en: 'unsupported' },
  conflict: { zh: '与记录不符', en: 'conflict' },
}

const DOUBTED = { zh: '数字相符，句子待看', en: 'the figure agrees, its sentence wants an eye' }

const CORRECTED = { zh: '此后记录有更正', en: 'records corrected since' }
const UNWRITTEN = {
  missing: { zh: '还没有写', en: 'not written yet' },
  slot: { zh: '不对应任何数据', en: 'stands for nothing' },
}

/** Whether the records say otherwise of a figure by now. */
function isStale({ start }: VerdictSpan, mark: SectionText['mark']): boolean {
  return [...(mark?.changes ?? []), ...(mark?.lost ?? [])].some((one) => one.start === start)
}

function stateWords(span: VerdictSpan, mark: SectionText['mark'], claim: ClaimValue | null): LocalizedText {
  if (isStale(span, mark) || isCorrected(span, claim)) return CORRECTED
  return span.doubt === undefined ? STATES[span.state] : DOUBTED
}

function figureCells(
  span: VerdictSpan,
  { text: { basis, mark }, claim }: { readonly text: SectionText; readonly claim: ClaimValue | null },
  records: ReadonlyMap<string, EvidenceRecord>,
  locale: Locale,
): Cell[] {
  const fact = span.fact
  const formula = basis?.ledger.facts.find(({ id }) => id === fact?.id)?.formula ?? ''
  const loggers = span.recordIds.flatMap((id) => records.get(id)?.loggedBy ?? [])
  return [
    span.text,
    say(locale, stateWords(span, mark, claim)),
    span.claim?.label ?? fact?.label ?? '',
    span.claim?.value ?? fact?.value ?? '',
    span.claim?.unit ?? fact?.unit ?? '',
    formula === '' && claim !== null ? partsInWords(claim, locale) : formula,
    claim === null ? '' : Math.round(claim.value * 1e4) / 1e4,
    claim === null ? '' : completeness(claim, locale),
    listed(span.recordIds, locale),
    listed([...new Set(loggers)], locale),
    span.confirmed?.by?.name ?? '',
    span.confirmed?.at ?? '',
    span.confirmed?.source ?? '',
    span.reason,
  ]
}

/** Borne out when it was written, and the records say otherwise now. */
function isCorrected({ state, claim, fact }: VerdictSpan, now: ClaimValue | null): boolean {
  const then = claim?.value ?? fact?.value
  const isSound = state === 'exact' || state === 'approximate' || state === 'derived'
  return isSound && now !== null && then !== undefined && Math.abs(then - now.value) > 1e-5
}

function completeness(claim: ClaimValue, locale: Locale): string {
  return say(locale, incompleteness(claim) ?? { zh: '完整', en: 'complete' })
}

function recordsSheet(report: Report, records: ReadonlyMap<string, EvidenceRecord>, locale: Locale): Sheet {
  const t = translator(locale)

  const heads = [
    { zh: '编号', en: 'Number', width: 10 },
    { zh: '日期', en: 'Day', width: 12 },
    { zh: '类别', en: 'Kind', width: 16 },
    { zh: '标题', en: 'Title', width: 48 },
    { zh: '谁记录', en: 'Logged by', width: 14 },
    { zh: '记录时间', en: 'Logged at', width: 18 },
    { zh: '佐证', en: 'Evidence', width: 48 },
    { zh: '备注', en: 'Note', width: 14 },
  ]
  const gone = t('已删除', 'deleted')
  const rows = evidenceIds(report).flatMap((id): Cell[][] => {
    const record = records.get(id)
    if (record === undefined) return []
    const { day, kind, title, loggedBy, loggedAt, isDeleted, evidence } = record
    const links = evidence.map((one) => (one.title === one.url ? one.url : `${one.title} ${one.url}`))
    const at = loggedAt === null ? '' : localMinute(loggedAt, report.zone)
    return [[id, day, kind, title, loggedBy ?? '', at, links.join('\n'), isDeleted ? gone : '']]
  })
  return {
    name: t('记录', 'Records'),
    heads: heads.map((head) => say(locale, head)),
    widths: heads.map(({ width }) => width),
    rows,
  }
}

function listed(names: readonly string[], locale: Locale): string {
  const t = translator(locale)

  const shown = names.slice(0, LISTED).join(t('、', ', '))
  const rest = names.length - LISTED
  return rest <= 0 ? shown : `${shown} ${t(`等 ${names.length} 项`, `and ${rest} more`)}`
}
