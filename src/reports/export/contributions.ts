import { say, type Locale } from '../../locale.ts'
import type { ClaimValue } from '../../claims/evidence/evidence.ts'
import type { Cell } from '../../tables/cells.ts'
import type { Sheet } from '../../tables/write-table.ts'
import type { Report, SectionText } from '../assemble/assemble-report.ts'
import type { EvidenceRecord } from '../sources/appendix-store.ts'
import { addends } from '../sources/figure-amounts.ts'

/** What the figures of each text come to, in the order of its verdict's spans; null: it rests on no claim. */
export type FigureClaims = ReadonlyMap<SectionText, readonly (ClaimValue | null)[]>

/** Lines of the sheet; a workbook of more opens slowly, and what is left out is said in its last line. */
const MOST_LINES = 50_000

/** The numbers of all records behind the claims. Pure. */
export function recordsOfClaims(claims: FigureClaims): string[] {
  return [...claims.values()].flatMap((all) => all.flatMap((claim) => claim?.recordIds ?? []))
}

/** A line for each record and what it contributes to a figure, then what the figure comes to. Pure. */
export function contributionsSheet(
  report: Report,
  records: ReadonlyMap<string, EvidenceRecord>,
  claims: FigureClaims,
): Sheet {
  const { locale } = report.outline
  const heads = [
    { zh: '部分', en: 'Section', width: 22 },
    { zh: '文中写法', en: 'As written', width: 16 },
    { zh: '事实', en: 'Fact', width: 32 },
    { zh: '记录编号', en: 'Record', width: 10 },
    { zh: '日期', en: 'Day', width: 12 },
    { zh: '标题', en: 'Title', width: 44 },
    { zh: '数额', en: 'Amount', width: 10 },
    { zh: '单位', en: 'Unit', width: 12 },
    { zh: '谁记录', en: 'Logged by', width: 14 },
  ]
  const lines = report.sections.flatMap(({ section, text }) =>
    text === null
      ? []
      : text.version.verdict.spans.flatMap((span, place) => {
          const claim = claims.get(text)?.[place] ?? null
          const own = claim === null ? [] : addends(claim)
          return own.flatMap((one) => linesOf(one, [section.title, span.text], records, locale))
        }),
  )
  const left = lines.length - MOST_LINES
  const rest: Cell[][] =
    left <= 0 ? [] : [[say(locale, { zh: `另有 ${left} 行没有列出`, en: `${left} more lines are left out` })]]
  return {
    name: say(locale, { zh: '构成', en: 'Amounts' }),
    heads: heads.map((head) => say(locale, head)),
    widths: heads.map(({ width }) => width),
    rows: [...lines.slice(0, MOST_LINES), ...rest],
  }
}

function linesOf(
  claim: ClaimValue,
  at: readonly [section: string, text: string],
  records: ReadonlyMap<string, EvidenceRecord>,
  locale: Locale,
): Cell[][] {
  const { unitWords, amounts } = claim
  const label = say(locale, claim.label)
  const unit = (value: number) =>
    locale === 'zh' ? unitWords.zh : Math.abs(value) === 1 ? unitWords.one : unitWords.many
  const rows = amounts.map(([id, amount]): Cell[] => {
    const record = records.get(id)
    const value = Math.round(amount * 1e4) / 1e4
    return [
      ...at,
      label,
      id,
      record?.day ?? '',
      record?.title ?? '',
      value,
      unit(value),
      record?.loggedBy ?? '',
    ]
  })
  const total = say(locale, { zh: '合计', en: 'Total' })
  return [...rows, [...at, label, total, '', '', Math.round(claim.value * 1e4) / 1e4, unit(claim.value), '']]
}
