import { beforeAll, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { AlreadyHandled } from '../../../src/errors.ts'
import type { Member } from '../../../src/members/member.ts'
import { listMembers } from '../../../src/members/members-store.ts'
import { readWorkspace, updateSettings } from '../../../src/members/workspace-store.ts'
import { changeStyle, removeSection } from '../../../src/reports/outline/change-outline.ts'
import {
  changeOutline,
  readOutline,
  readOutlineHistory,
  resetOutline,
  restoreOutline,
} from '../../../src/reports/outline/edit-outline.ts'
import type { Outline } from '../../../src/reports/outline/outline.ts'
import { outlineFor } from '../../../src/reports/outline/workspace-outlines.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { officeOn } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

onBothDatabases('an outline of a workspace', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const office = shared(() => officeOn(database, { sample: true }))
  let admin: Member
  let requests = 0
  beforeAll(async () => {
    const members = await inTransaction(office, async ({ db }) => await listMembers(db))
    admin = members.find(({ role }) => role === 'admin') ?? members[0]!
  })
  const change = async (edit: (outline: Outline) => Outline, more: object = {}) =>
    await changeOutline(office, {
      id: 'zh-annual',
      baseRevision: null,
      action: 'change',
      sectionId: null,
      change: edit,
      by: admin,
      requestId: `outline ${(requests += 1)}`,
      ...more,
    })
  const named = (name: string) => (outline: Outline) => changeStyle(outline, name, outline.style)
  const nameNow = async () => (await readOutline(office, { id: 'zh-annual', by: admin })).outline.name

  it('is as it ships until an admin changes it, and then theirs alone', async () => {
    expect((await readOutline(office, { id: undefined, by: admin })).revision).toBe(0)
    await change(named('支部工作报告'))
    expect(await nameNow()).toBe('支部工作报告')
    const other = await officeOn(database, { teamId: 'TOTHEROFFICE' })
    const theirs = await inTransaction(other, async ({ db }) => outlineFor(await readWorkspace(db)))
    expect(theirs.name).toBe('机关年度工作报告')
  })

  it('keeps its other settings, and they keep it', async () => {
    await inTransaction(office, async ({ db }) => {
      await updateSettings(db, 'reports', { mustUse: ['机关党委'] })
    })
    await change(named('甲'))
    const workspace = await inTransaction(office, async ({ db }) => await readWorkspace(db))
    expect(outlineFor(workspace)).toMatchObject({ name: '甲', style: { mustUse: ['机关党委'] } })
  })

  it('is not overwritten by who did not see the last change', async () => {
    const { revision } = await readOutline(office, { id: 'zh-annual', by: admin })
    const outcomes = await Promise.allSettled(
      ['乙', '丙', '丁'].map(async (name) => await change(named(name), { baseRevision: revision })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await readOutline(office, { id: 'zh-annual', by: admin })).revision).toBe(revision + 1)
  })

  it('changes once for a request that comes twice, and not at all for one that changes nothing', async () => {
    await change(named('戊'), { requestId: 'twice' })
    await expect(change(named('己'), { requestId: 'twice' })).rejects.toThrow(AlreadyHandled)
    const { revision } = await readOutline(office, { id: 'zh-annual', by: admin })
    await change(named('戊'))
    expect((await readOutline(office, { id: 'zh-annual', by: admin })).revision).toBe(revision)
  })

  it('is changed by admins only, and read by those who write reports', async () => {
    await expect(change(named('庚'), { by: { ...admin, role: 'editor' } })).rejects.toThrow(/admin/)
    await expect(readOutline(office, { id: undefined, by: { ...admin, role: 'member' } })).rejects.toThrow(
      /editor/,
    )
  })

  it('refuses what would be no outline', async () => {
    await expect(change((outline) => ({ ...outline, sections: [] }))).rejects.toThrow()
    expect(await nameNow()).toBe('戊')
  })

  it('has a history with who, when, before and after, and every step can be undone', async () => {
    await change((outline) => removeSection(outline, 'learning'))
    const [last] = await readOutlineHistory(office, { id: 'zh-annual', by: admin })
    expect(last).toMatchObject({ by: admin.id, action: 'change' })
    expect(last?.at).toBeInstanceOf(Date)
    expect([last?.before.sections.length, last?.after.sections.length]).toEqual([5, 4])
    const back = await restoreOutline(office, {
      id: 'zh-annual',
      revision: last?.revision ?? 0,
      by: admin,
      requestId: 'back',
    })
    expect(back.outline.sections.map(({ id }) => id)).toContain('learning')
    const reset = await resetOutline(office, { id: 'zh-annual', by: admin, requestId: 'reset' })
    expect(reset.outline.name).toBe('机关年度工作报告')
    expect(
      (await readOutlineHistory(office, { id: 'zh-annual', by: admin }))
        .map(({ action }) => action)
        .slice(0, 2),
    ).toEqual(['reset', 'restore'])
  })
})
