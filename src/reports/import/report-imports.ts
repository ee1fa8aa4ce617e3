import { FILE_INPUT_BYTES } from '../../slack/files/fetch-file.ts'
import { notYetStored } from '../../storage-words.ts'
import { readDocumentApart } from '../../documents/read-document.ts'
import { FieldIssues, MemberFacingError } from '../../errors.ts'
import { PlanOutdated, type ImportSort } from '../../imports/import-sort.ts'
import { say, type Locale } from '../../locale.ts'
import type { Caller } from '../../members/caller.ts'
import type { Transacting } from '../../context.ts'
import { input, textInput, type Message } from '../../slack/blocks.ts'
import { escapeText, fit } from '../../slack/mrkdwn.ts'
import { today } from '../../time/clock.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import { findVersion, type DraftVersion } from '../draft/drafts-store.ts'
import { lockSeen, StaleVersion } from '../draft/edit-draft.ts'
import { parentOf } from '../draft/versions-store.ts'
import { saveVersion } from '../draft/save-version.ts'
import { outlineFor } from '../outline/workspace-outlines.ts'
import { tracedOf } from '../verdict/messages.ts'
import { changedSections, reportImportSchema, type ReportImportPlan } from './plan.ts'
import { planReportImport } from './plan-import.ts'
import { reportImportPreview } from './preview.ts'

type Saved = readonly { readonly draftId: string; readonly version: DraftVersion }[]

/** Reports edited in Word that editors bring back with /report import: a new version of each changed section. */
export const reportImports: ImportSort<ReportImportPlan, Saved> = {
  name: 'report',
  form: 'report.import',
  command: '/report import',
  ability: 'write reports',
  file: {
    most: FILE_INPUT_BYTES,
    advice: { zh: '请删掉里面的图片，只留正文。', en: 'Take pictures out and keep the text.' },
    types: ['docx'],
  },
  queue: { name: 'report-imports', expireIn: 180 },
  mark: 'wenshu_report_import',
  words: {
    title: { zh: '导入改过的报告', en: 'Bring a report back' },
    label: { zh: 'Word 文件', en: 'Word file' },
    what: {
      zh: `选在 Word 里改过的 .docx（由 \`/report export\` 导出，不超过 10 MB）。读完先在私信里给您看每个部分改了什么、数字核对得怎样，${notYetStored.untilVersion.zh}。\n请保留各部分的标题。修订按已接受处理；批注、图片和脚注不读。`,
      en: `Choose the .docx you have edited (from \`/report export\`, at most 10 MB). You are first shown in your direct messages what each section changes and how its figures check; ${notYetStored.untilVersion.en}.\nKeep the headings of the sections. Tracked changes count as accepted; comments, pictures and footnotes are not read.`,
    },
  },
  period: {
    field: (caller) =>
      input(
        'period',
        say(caller.locale, { zh: '期间', en: 'Period' }),
        textInput(String(dayOf(caller).year)),
        {
          hint: say(caller.locale, {
            zh: '文件一般自己记着；只有经别的软件另存、丢了标记时才用这里的。',
            en: 'The file knows it; this counts only where another program has dropped that.',
          }),
        },
      ),
    read: (values, caller) => periodIn(values['period']?.['value']?.value ?? '', dayOf(caller)),
  },
  read: async (bytes, { period }) => {
    const document = await readDocumentApart(bytes)
    return async (ctx) => await planReportImport(ctx, document, period ?? '')
  },
  keep: (plan) => ({ plan, counts: null }),
  revive: ({ plan }) => reportImportSchema.parse(plan),
  preview: (pending, plan, { workspace, locale }) => {
    const { sections } = outlineFor(workspace, plan.outlineId)
    return reportImportPreview(pending, plan, sections, locale)
  },
  carryOut: async (ctx, { pending, plan, by }) => {
    const origin = { kind: 'imported' as const, fileName: pending.fileName }
    return await saveChanged(ctx, plan, { byMember: by.id, writtenBy: 'editor', origin })
  },
  done: reportImportApplied,
}

/** Throws PlanOutdated when a draft has been changed since the preview. */
async function saveChanged(
  ctx: Transacting,
  plan: ReportImportPlan,
  made: Omit<Parameters<typeof saveVersion>[2], 'text'>,
): Promise<Saved> {
  // In one order, so that two imports do not wait for each other.
  const changed = changedSections(plan).toSorted((one, other) => (one.draftId < other.draftId ? -1 : 1))
  const saved: { draftId: string; version: DraftVersion }[] = []
  try {
    for (const { draftId, seenVersion, baseVersion, text } of changed) {
      const { draft } = await lockSeen(ctx.db, draftId, seenVersion)
      const base = await findVersion(ctx.db, draftId, baseVersion)
      const parents = base === null ? [] : [await parentOf(ctx.db, draftId, base)]
      saved.push({ draftId, version: await saveVersion(ctx, draft, { ...made, text, parents }) })
    }
    return saved
  } catch (error) {
    if (error instanceof StaleVersion) throw new PlanOutdated('a draft has moved on', { cause: error })
    throw error
  }
}

function periodIn(text: string, day: Temporal.PlainDate): string {
  try {
    return parsePeriod(text.trim() === '' ? String(day.year) : text, day).label
  } catch (error) {
    if (error instanceof MemberFacingError) throw new FieldIssues({ period: error.said })
    throw error
  }
}

function dayOf({ ctx, workspace }: Caller): Temporal.PlainDate {
  return today(ctx.clock, workspace.zone)
}

/** What was stored. */
function reportImportApplied(
  { fileName }: { readonly fileName: string },
  saved: Saved,
  locale: Locale,
): Message {
  const name = escapeText(fit(fileName, 100))
  const versions = saved.map(({ draftId, version }) => {
    const { figures } = version.verdict.summary
    const traced = tracedOf(version.verdict)
    return say(locale, {
      zh: `${draftId} 第 ${version.version} 版（有据 ${traced}/${figures}）`,
      en: `${draftId}, version ${version.version} (${traced} of ${figures} figures traced)`,
    })
  })
  return {
    text: say(locale, {
      zh: `:white_check_mark: 已导入 *${name}*：${versions.join('、')}。`,
      en: `:white_check_mark: Brought back *${name}*: ${versions.join('; ')}.`,
    }),
  }
}
