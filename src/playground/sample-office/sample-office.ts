import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import type { StoredConversation, StoredUser, StoredUserGroup } from '../protocol/protocol.ts'

/** The office that lives in the playground: who works there, and where they talk. Its records are CSV files beside this one. */
export type SampleOffice = {
  /** Folder of members.csv, measures.csv, study.csv, activities.csv and essays.csv. */
  readonly folder: string
  readonly team: { readonly id: string; readonly name: string; readonly domain: string }
  readonly zone: string
  /** The Friday on which a newcomer meets the office. */
  readonly startsAt: string
  readonly users: StoredUser[]
  readonly channels: StoredConversation[]
  readonly userGroups: StoredUserGroup[]
  /** Office number → Slack user id. */
  readonly accounts: ReadonlyMap<string, string>
  /** Office number of the person who edits the report; members.csv knows no such role. */
  readonly editor: string
}

const BOT = 'U0WENSHU'
const EDITOR = 'M026'

const SAMPLE_FOLDER = fileURLToPath(new URL('.//', import.meta.url))

/** Reads the sample office. */
export function sampleOffice(): SampleOffice {
  const text = readFileSync(`${SAMPLE_FOLDER}members.csv`, 'utf8')
  const rows = parse<Record<string, string>>(text, { columns: true })
  const users = rows.map(userOf)
  const everyone = [...users.map(({ id }) => id), BOT]
  const channel = (id: string, name: string): StoredConversation => ({
    id,
    kind: 'channel',
    name,
    members: everyone,
    isPrivate: false,
  })
  return {
    folder: SAMPLE_FOLDER,
    team: { id: 'T0OFFICE', name: '机关办公室', domain: 'office' },
    zone: 'Asia/Shanghai',
    startsAt: '2022-11-18T09:00:00+08:00',
    users,
    channels: [
      channel('C0STUDY', '理论学习'),
      channel('C0ACTIVITY', '机关活动'),
      channel('C0REPORT', '年度总结'),
    ],
    // The members who write: those of whom members.csv asks essays.
    userGroups: [
      {
        id: 'S0WRITERS',
        handle: '写作组',
        name: '写作组',
        users: rows
          .filter((row) => Number(row['essay_quota']) > 0)
          .map((row) => accountOf(row['member_id'] ?? '')),
      },
    ],
    accounts: new Map(rows.map((row) => [row['member_id'] ?? '', accountOf(row['member_id'] ?? '')])),
    editor: EDITOR,
  }
}

/** The bot's own account. */
export const SAMPLE_BOT = { userId: BOT, name: 'Wenshu' } as const

function accountOf(officeNumber: string): string {
  return `U0OFFICE${officeNumber}`
}

function userOf(row: Record<string, string>): StoredUser {
  const number = row['member_id'] ?? ''
  return {
    id: accountOf(number),
    name: number.toLowerCase(),
    realName: row['display_name'] ?? number,
    email: null,
    title: row['department'] ?? '',
    role: number === EDITOR ? 'editor' : (row['role'] ?? 'member'),
    locale: 'zh-CN',
    tz: 'Asia/Shanghai',
    isBot: false,
    isAdmin: row['role'] === 'admin',
    isOwner: false,
    isRestricted: false,
    deleted: false,
  }
}
