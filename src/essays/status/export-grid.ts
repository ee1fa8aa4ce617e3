import { MemberFacingError } from '../../errors.ts'
import { translator } from '../../locale.ts'
import type { Caller } from '../../members/caller.ts'
import { requireAbility } from '../../members/member.ts'
import type { NamedFile } from '../../slack/files/upload-file.ts'
import { csvFile, xlsxFile } from '../../tables/write-table.ts'
import type { Month } from '../../time/month.ts'
import { officeStatus } from './status.ts'
import { gridDetails, gridOverview } from './grid-table.ts'

/**
 * The office's essays of some months as a file, as they stand now: a line a member and month; a workbook also has the grid
 * as it is shown. Throws for who may not see the office, and when there is nothing.
 */
export async function exportGrid(
  { ctx, workspace, locale, member }: Pick<Caller, 'ctx' | 'workspace' | 'locale' | 'member'>,
  wanted: {
    readonly months: readonly Month[]
    readonly format: 'csv' | 'xlsx'
  },
): Promise<{ readonly file: NamedFile; readonly members: number }> {
  const t = translator(locale)

  requireAbility(member, 'see the whole office')
  const { months, format } = wanted
  const grid = await officeStatus(ctx, { months, workspace })
  if (grid.rows.length === 0) {
    throw new MemberFacingError({
      zh: '这段时间没有要交或交来的习作，没有可导出的内容。',
      en: 'No essay was owed or handed in in this time, so there is nothing to export.',
    })
  }
  const details = gridDetails(grid, locale)
  const name = `wenshu-essays-${[...new Set([months[0], months.at(-1)])].join('-to-')}.${format}`
  const bytes =
    format === 'csv'
      ? csvFile(details.heads, details.rows)
      : await xlsxFile([
          { name: t('一览', 'Overview'), ...gridOverview(grid, locale) },
          { name: t('明细', 'Details'), ...details },
        ])
  return { file: { name, bytes }, members: grid.rows.length }
}
