import type { Db } from '../../db/tenant.ts'
import { listMembers } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import type { Period } from '../../time/period.ts'
import { formatPeriod } from '../../time/period.ts'
import { findApprovedVersion } from '../draft/approvals-store.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import { findDraft, findVersion, type DraftVersion } from '../draft/drafts-store.ts'
import { findMark } from '../marks/marks-store.ts'
import type { CorrectionFlag } from '../marks/changed-figures.ts'
import { findNewestWritten } from './export-store.ts'
import type { Outline, Section } from '../outline/outline.ts'
import { readReview } from '../review/review.ts'
import { findBasis } from '../draft/versions-store.ts'

/** The text of a section that goes into the report: the approved one, else the newest. */
export type SectionText = {
  readonly draftId: string
  readonly version: DraftVersion
  readonly basis: DraftBasis | null
  /** When the draft was asked for: as of which day it counts months as over, where its fact sheet does not say. */
  readonly asked: Date
  readonly isApproved: boolean
  /** What the records say otherwise by now. */
  readonly mark?: CorrectionFlag | null
}

export type ReportSection = {
  readonly section: Section
  /** null: nothing of it is written. */
  readonly text: SectionText | null
  /** A text that is newer than the approved one and stays out. */
  readonly newer: { readonly draftId: string; readonly version: number } | null
}

/** A whole report as it stands at one moment, sections in the outline's order. */
export type Report = {
  readonly teamId: string
  readonly outline: Outline
  readonly period: Period
  readonly title: string
  /** Who signs it. */
  readonly organ: string
  readonly zone: string
  readonly sections: readonly ReportSection[]
}

/** Puts a period's report together from what is approved and written. */
export async function assembleReport(
  db: Db,
  { outline, period }: { readonly outline: Outline; readonly period: Period },
): Promise<Report> {
  const workspace = await readWorkspace(db)
  const sections: ReportSection[] = []
  for (const section of outline.sections) sections.push(await readSection(db, outline, section, period.label))
  return {
    teamId: workspace.teamId,
    outline,
    period,
    title: reportTitle(outline, period),
    organ: workspace.name,
    zone: workspace.zone,
    sections,
  }
}

async function readSection(
  db: Db,
  outline: Outline,
  section: Section,
  period: string,
): Promise<ReportSection> {
  const approved = await findApprovedVersion(db, outline.id, section.id, period)
  const newest = await findNewestWritten(db, { outlineId: outline.id, sectionId: section.id, period })
  if (approved !== null) {
    const { draft, version, basis } = approved
    const isNewest = newest?.id === draft.id && newest.version === version.version
    return {
      section,
      text: {
        draftId: draft.id,
        version: await reviewed(db, draft.id, version),
        basis,
        asked: draft.requestedAt,
        isApproved: true,
        mark: await findMark(db, draft.id, version.version),
      },
      newer: newest === null || isNewest ? null : { draftId: newest.id, version: newest.version },
    }
  }
  const draft = newest === null ? null : await findDraft(db, newest.id)
  const version = draft === null ? null : await findVersion(db, draft.id, draft.version)
  if (draft === null || version === null) return { section, text: null, newer: null }
  const basis = await findBasis(db, draft, version.version)
  const text = {
    draftId: draft.id,
    version: await reviewed(db, draft.id, version),
    basis,
    asked: draft.requestedAt,
    isApproved: false,
    mark: await findMark(db, draft.id, version.version),
  }
  return { section, text, newer: null }
}

/** The version with what editors have confirmed by hand. */
async function reviewed(db: Db, draftId: string, version: DraftVersion): Promise<DraftVersion> {
  const members = new Map((await listMembers(db)).map((member) => [member.id, member]))
  return (await readReview(db, draftId, version, members)).version
}

/** 机关2022年度工作报告, 机关2022年第一季度工作报告; Annual work report 2022, Work report, Q1 2022. Pure. */
export function reportTitle({ name, locale }: Pick<Outline, 'name' | 'locale'>, period: Period): string {
  const words = formatPeriod(period)[locale]
  const isYear = period.kind === 'year'
  if (locale === 'zh') {
    const said = isYear ? `${period.startsOn.year}年度` : words
    return name.includes('年度') ? name.replace('年度', said) : `${words}${name}`
  }
  if (isYear) return `${name} ${words}`
  const bare = name.replace(/^annual\s+/i, '')
  return `${bare.charAt(0).toUpperCase()}${bare.slice(1)}, ${words}`
}
