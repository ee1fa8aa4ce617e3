import { notStored } from '../../storage-words.ts'
import type { Transacting } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { writable } from '../../documents/description.ts'
import type { ReadDocument } from '../../documents/read-document.ts'
import { MemberFacingError } from '../../errors.ts'
import { readWorkspace, type Workspace } from '../../members/workspace-store.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import { assembleReport } from '../assemble/assemble-report.ts'
import { changedParagraphs, paragraphsOf } from '../paragraphs/changed-paragraphs.ts'
import { say } from '../../locale.ts'
import { mayLeave } from '../review/may-leave.ts'
import { confirmedOf, tracedOf } from '../verdict/messages.ts'
import { MANIFEST, manifestOf, readManifest, type Manifest } from '../assemble/manifest.ts'
import { documentSections } from '../assemble/document-sections.ts'
import { parentOf } from '../draft/versions-store.ts'
import { findDraft, findVersion, type Draft, type DraftVersion } from '../draft/drafts-store.ts'
import { missingText } from '../assemble/export-document.ts'
import { findNewestWritten } from '../assemble/export-store.ts'
import { mergeParagraphs } from '../paragraphs/merge-paragraphs.ts'
import type { Outline, Section } from '../outline/outline.ts'
import { currentLexicon } from '../lexicon/lexicon-store.ts'
import type { ReportImportPlan, SectionPlan } from './plan.ts'
import { carry } from '../../claims/sources/carry.ts'
import { readReview } from '../review/review.ts'
import { verifySection, withLexicon } from '../basis/verify-section.ts'
import { outlineFor, outlinesOf } from '../outline/workspace-outlines.ts'

/** Faults kept with a plan, to be shown. */
const FAULTS_KEPT = 8

/**
 * What storing an edited document would do, section by section; nothing is stored. A document without a manifest is
 * compared with the report of `period` as it stands. Throws MemberFacingError when it is another workspace's, or its
 * sections cannot be told.
 */
export async function planReportImport(
  ctx: Transacting,
  document: ReadDocument,
  period: string,
): Promise<ReportImportPlan> {
  const workspace = await readWorkspace(ctx.db)
  const own = readManifest(document.properties[MANIFEST] ?? null)
  if (own !== null && own.team !== ctx.teamId) throw otherWorkspace()
  const manifest = own ?? (await manifestFor(ctx.db, workspace, document, period))
  const outline = outlineFor(workspace, manifest.outline)
  const wanted = outline.sections.filter(({ id }) => manifest.sections[id] !== undefined)
  const found = documentSections(document, { outline, wanted, organ: workspace.name })
  const sections: SectionPlan[] = []
  for (const section of outline.sections) {
    const paragraphs = paragraphsOf((found.get(section.id) ?? []).join('\n\n'))
    sections.push(await planSection(ctx.db, { section, outline, manifest, paragraphs }))
  }
  return { outlineId: outline.id, period: manifest.period, isMarked: own !== null, sections }
}

/** For a document that does not say what it was made from: the outline most of whose headings stand in it. */
async function manifestFor(
  db: Db,
  workspace: Workspace,
  { paragraphs }: ReadDocument,
  label: string,
): Promise<Manifest> {
  const words = new Set(paragraphs.map(({ text }) => text.trim()))
  const headings = ({ sections }: Outline) => sections.filter(({ title }) => words.has(title)).length
  const [outline] = outlinesOf(workspace).toSorted((one, other) => headings(other) - headings(one))
  if (outline === undefined || headings(outline) === 0) {
    throw new MemberFacingError({
      zh: `文件里没有报告任何一个部分的标题，不像是用 /report export 导出的报告。${notStored.nothingAtAll.zh}。`,
      en: `The file has no heading of any section, so it does not look like a report from /report export. ${notStored.nothingAtAll.en}.`,
    })
  }
  return manifestOf(await assembleReport(db, { outline, period: parsePeriod(label) }))
}

type Asked = {
  readonly section: Section
  readonly outline: Outline
  readonly manifest: Manifest
  readonly paragraphs: readonly string[]
}

async function planSection(db: Db, asked: Asked): Promise<SectionPlan> {
  const { section, outline, manifest, paragraphs } = asked
  const sectionId = section.id
  const made = manifest.sections[sectionId]
  if (made === undefined) {
    const isPlaceholder = paragraphs.every((text) => text === missingText(outline.locale))
    return { kind: isPlaceholder ? 'unchanged' : 'undrafted', sectionId }
  }
  const { draft, base, newest } = await textsOf(db, asked, made)
  const [before, mine] = [paragraphsOf(writable(base.text)).join('\n\n'), paragraphs.join('\n\n')]
  if (before === mine) return { kind: 'unchanged', sectionId }
  if (paragraphs.length === 0) return { kind: 'emptied', sectionId, draftId: draft.id }
  const merged = mergeParagraphs(before, mine, writable(newest.text))
  const seen = { draftId: draft.id, seenVersion: newest.version, baseVersion: base.version }
  if (merged.clashes.length > 0) {
    const changes = merged.clashes.map((clash) => ({ before: clash.theirs, after: clash.mine }))
    return { kind: 'conflict', sectionId, ...seen, changes }
  }
  const text = merged.paragraphs.join('\n\n')
  const changes = changedParagraphs(writable(newest.text), text)
  if (changes.length === 0) return { kind: 'unchanged', sectionId }
  const written = await findNewestWritten(db, { outlineId: outline.id, sectionId, period: draft.period })
  const newerDraft = written !== null && written.id !== draft.id ? written.id : null
  const parents = [await parentOf(db, draft.id, base), await parentOf(db, draft.id, newest)]
  const verdict = await verdictOf(db, draft, { ...newest, text, sources: carry(text, parents) })
  return { kind: 'changed', sectionId, ...seen, text, changes, verdict, newerDraft }
}

/** The draft that the section was made from, the version then, and the newest. Throws MemberFacingError. */
async function textsOf(
  db: Db,
  { section, outline, manifest }: Asked,
  made: { readonly draft: string; readonly version: number },
): Promise<{ readonly draft: Draft; readonly base: DraftVersion; readonly newest: DraftVersion }> {
  const draft = await findDraft(db, made.draft)
  const base = await findVersion(db, made.draft, made.version)
  const newest = draft === null ? null : await findVersion(db, draft.id, draft.version)
  const isOwn =
    draft?.outlineId === outline.id && draft.sectionId === section.id && draft.period === manifest.period
  if (draft === null || base === null || newest === null || !isOwn) {
    throw new MemberFacingError({
      zh: `文件里的标记和这里的草稿对不上（${section.title}：${made.draft} 第 ${made.version} 版）。请重新 /report export，在新文件里改。${notStored.nothingAtAll.zh}。`,
      en: `What the file says of itself does not match the drafts here (${section.title}: ${made.draft}, version ${made.version}). Export again with /report export and edit that. ${notStored.nothingAtAll.en}.`,
    })
  }
  return { draft, base, newest }
}

/** How the text would stand to the records, with the names and confirmations that hold now. */
async function verdictOf(db: Db, draft: Draft, version: DraftVersion) {
  if (draft.basis === null) return { figures: 0, traced: 0, confirmed: 0, places: 0, faults: [] }
  const basis = withLexicon(draft.basis, await currentLexicon(db))
  const verified = { ...version, verdict: verifySection(version.text, basis, version.sources) }
  const { verdict } = (await readReview(db, draft.id, verified, new Map())).version
  const leaving = mayLeave({ text: version.text, verdict }, { isStale: false })
  const blanks = leaving.placeholders.map(({ text }) => ({ text, reason: say(basis.locale, notWritten) }))
  const faults = [...leaving.faults, ...leaving.asks].map(({ text, reason }) => ({ text, reason }))
  return {
    figures: verdict.summary.figures,
    traced: tracedOf(verdict),
    confirmed: confirmedOf(verdict),
    places: leaving.places,
    faults: [...blanks, ...faults].slice(0, FAULTS_KEPT),
  }
}

const notWritten = { zh: '还没有写，或不对应任何数据。', en: 'Not written yet, or stands for nothing.' }

function otherWorkspace(): MemberFacingError {
  return new MemberFacingError({
    zh: `这份文件是从另一个工作区导出的，不能导入到这里。${notStored.nothingAtAll.zh}。`,
    en: `This file was exported from another workspace and cannot be brought in here. ${notStored.nothingAtAll.en}.`,
  })
}
