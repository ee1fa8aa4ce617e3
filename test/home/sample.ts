import type { GridCell, OfficeGrid } from '../../src/essays/duties/office-grid.ts'
import type { Member } from '../../src/members/member.ts'
import type { Home, OfficeMonth } from '../../src/home/home.ts'
import type { ShownPictures } from '../../src/home/home-view.ts'
import { weeksOf } from '../../src/home/weeks.ts'
import { memberLike } from '../helpers/samples.ts'

const TODAY = Temporal.PlainDate.from('2022-11-18')
const MONTHS = ['2022-09', '2022-10', '2022-11'] as const

export const ready: ShownPictures = {
  weekly: { state: 'ready', fileId: 'F0WEEKLY01', altText: 'weekly' },
  squares: { state: 'ready', fileId: 'F0SQUARES1', altText: 'squares' },
}

function member(name: string, changes: Partial<Member> = {}): Member {
  return memberLike({
    id: name,
    externalId: name,
    name,
    ...changes,
  })
}

/** A month in which two essays were owed and handed in. */
export function cell(changes: Partial<GridCell> = {}): GridCell {
  return {
    month: '2022-10',
    quota: 2,
    handedIn: 2,
    approved: 2,
    late: 0,
    isExempt: false,
    isOnLeave: false,
    ...changes,
  }
}

export function grid(names: readonly string[]): OfficeGrid {
  return {
    months: MONTHS,
    unrecorded: [],
    rows: names.map((name) => ({ member: member(name), cells: MONTHS.map((month) => cell({ month })) })),
    asked: 6,
    handedIn: 6,
    approved: 6,
    late: 0,
    missing: 0,
  }
}

export function officeMonth(changes: Partial<OfficeMonth> = {}): OfficeMonth {
  return {
    month: '2022-11',
    kinds: [
      { family: 'study', nameZh: '党课', nameEn: 'party lecture', count: 3 },
      { family: 'activity', nameZh: '志愿服务', nameEn: 'volunteering', count: 1 },
    ],
    weeks: weeksOf(TODAY, [
      { day: '2022-11-14', family: 'study', count: 3 },
      { day: '2022-11-15', family: 'activity', count: 1 },
    ]),
    grid: grid(['成员11', '成员12']),
    ...changes,
  }
}

/** A member who owes two essays for November, and may see the office and write reports. */
export function homeOf(changes: Partial<Home> = {}): Home {
  const obligation = {
    memberId: 'M',
    month: '2022-11',
    quota: 2,
    handedIn: 0,
    exemption: null,
    isAway: false,
    isEntitled: true,
    isRecorded: true,
  } as const
  return {
    undelivered: [],
    today: TODAY,
    zone: 'Asia/Shanghai',
    review: null,
    mine: {
      month: '2022-11',
      logged: 1,
      newest: [
        { id: 'S-7', title: '第七课', kindZh: '党课', kindEn: 'party lecture', startsOn: '2022-11-17' },
      ],
      tookPart: 2,
      essays: {
        months: ['2022-11'],
        essays: [],
        returned: [],
        drafts: [],
        now: { current: '2022-11', obligations: [obligation], owed: [obligation] },
      },
      deadline: {
        month: '2022-11',
        date: Temporal.PlainDate.from('2022-11-30'),
        at: Temporal.Instant.from('2022-11-30T18:00:00+08:00'),
        wall: '2022-11-30T18:00',
        movedFrom: null,
      },
      workingDaysLeft: 8,
    },
    office: officeMonth(),
    mayWriteReports: true,
    ...changes,
  }
}
