import { FieldIssues, MemberFacingError } from '../../errors.ts'
import type { Caller } from '../../members/caller.ts'
import { requireAbility } from '../../members/member.ts'
import type { FormCall, Listeners } from '../../slack/listener.ts'
import { today } from '../../time/clock.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import type { Period } from '../../time/period.ts'
import { applyReportImport, cancelReportImport } from './apply.ts'
import {
  MOST_BYTES,
  REPORT_IMPORT_FORM,
  reportImportApplied,
  reportImportCancelled,
  reportImportForm,
  TOO_LARGE,
} from './messages.ts'
import type { ReportVerb } from '../slack/verb.ts'
import { requestReportImport } from './request.ts'

/** `/report import`. */
export const reportImportVerbs: readonly ReportVerb[] = [
  {
    names: ['import', '导入'],
    carryOut: async ({ caller, openForm }) => {
      requireAbility(caller.member, 'write reports')
      await openForm(reportImportForm(String(dayOf(caller).year), caller.locale))
    },
  },
]

/** Registers the form that takes the document, and the buttons of the preview. */
export function registerReportImports(listeners: Listeners<Caller>): void {
  listeners.form(REPORT_IMPORT_FORM, take)
  listeners.action('report.import.apply', async ({ caller, value, reply }) => {
    const { ctx, member, locale } = caller
    const applied = await applyReportImport(ctx, { id: value, by: member })
    await reply(reportImportApplied(applied, locale), { replace: true })
  })
  listeners.action('report.import.cancel', async ({ caller, value, reply }) => {
    const { ctx, member, locale } = caller
    const { fileName } = await cancelReportImport(ctx, { id: value, by: member })
    await reply(reportImportCancelled(fileName, locale), { replace: true })
  })
}

async function take({ caller, values }: FormCall<Caller>): Promise<void> {
  const { ctx, member: by, requestId } = caller
  const [file] = values['file']?.['value']?.files ?? []
  if (file === undefined) throw new FieldIssues({ file: { zh: '请选一个文件。', en: 'Choose a file.' } })
  if ((file.size ?? 0) > MOST_BYTES) {
    const size = `${MOST_BYTES / 1_000_000} MB`
    throw new FieldIssues({
      file: {
        zh: `文件超过 ${size}。${TOO_LARGE.zh}`,
        en: `The file is larger than ${size}. ${TOO_LARGE.en}`,
      },
    })
  }
  const period = periodIn(values['period']?.['value']?.value ?? '', dayOf(caller))
  const fileName = file.name ?? file.id
  await requestReportImport(ctx, { slackFileId: file.id, fileName, period, by, requestId })
}

function periodIn(text: string, day: Temporal.PlainDate): Period {
  try {
    return parsePeriod(text.trim() === '' ? String(day.year) : text, day)
  } catch (error) {
    if (error instanceof MemberFacingError) throw new FieldIssues({ period: error.said })
    throw error
  }
}

function dayOf({ ctx, workspace }: Caller): Temporal.PlainDate {
  return today(ctx.clock, workspace.zone)
}
