import { MemberFacingError } from '../errors.ts'
import type { Locale, LocalizedText } from '../locale.ts'

export type Role = 'member' | 'reviewer' | 'editor' | 'admin'

/** A person of the office. `slackUserId` is null until they are linked to a Slack account. Days are ISO dates. */
export type Member = {
  readonly id: string
  /** The office's own number, or whatever the import named the person by. */
  readonly externalId: string | null
  readonly slackUserId: string | null
  readonly email: string | null
  readonly name: string
  readonly department: string | null
  readonly role: Role
  /** From their Slack account; null: not known, the workspace's. */
  readonly locale: Locale | null
  /** Their Slack account's zone. It counts only when `ownZone` says they opted in. */
  readonly zone: string | null
  readonly ownZone: boolean
  readonly joinedOn: string
  readonly leftOn: string | null
  readonly isBot: boolean
  readonly isGuest: boolean
  readonly deactivated: boolean
}

/** What only some may do; everything else every member may. */
export type Ability =
  | 'correct records of others'
  | 'review essays'
  | 'write reports'
  | 'exempt members from essays'
  | 'exchange and select essays'
  | 'see the whole office'
  | 'administer'

const HOLDERS: Readonly<Record<Ability, readonly Role[]>> = {
  'correct records of others': ['editor', 'admin'],
  'review essays': ['reviewer', 'admin'],
  'write reports': ['editor', 'admin'],
  'exempt members from essays': ['reviewer', 'admin'],
  'exchange and select essays': ['reviewer', 'editor', 'admin'],
  'see the whole office': ['reviewer', 'editor', 'admin'],
  administer: ['admin'],
}

const ABILITY_ZH: Readonly<Record<Ability, string>> = {
  'correct records of others': '修改他人的记录',
  'review essays': '审阅习作',
  'write reports': '编写报告',
  'exempt members from essays': '批准免交习作',
  'exchange and select essays': '组织习作交流和评选',
  'see the whole office': '查看全室情况',
  administer: '管理设置',
}

const ROLE_ZH: Readonly<Record<Role, string>> = {
  member: '成员',
  reviewer: '审阅人',
  editor: '编辑',
  admin: '管理员',
}

const CHOICE = {
  zh: new Intl.ListFormat('zh', { type: 'disjunction' }),
  en: new Intl.ListFormat('en-GB', { type: 'disjunction' }),
} as const

export function may(member: Pick<Member, 'role'>, ability: Ability): boolean {
  return HOLDERS[ability].includes(member.role)
}

/** Somebody asks for more than their role allows; `holders` are the roles that do allow it. */
export class RoleRefused extends MemberFacingError {
  override readonly name = 'RoleRefused'
  readonly holders: readonly Role[]

  constructor(said: LocalizedText, holders: readonly Role[]) {
    super(said)
    this.holders = holders
  }
}

/** Throws RoleRefused, with what to say to a member who asks for more than their role allows. */
export function requireAbility(member: Pick<Member, 'role'>, ability: Ability): void {
  if (may(member, ability)) return
  const holders = HOLDERS[ability]
  throw new RoleRefused(
    {
      zh: `您的角色是${ROLE_ZH[member.role]}，不能${ABILITY_ZH[ability]}；这需要${CHOICE.zh.format(holders.map((role) => ROLE_ZH[role]))}。请找管理员用 /wenshu role 调整。`,
      en: `You are a ${member.role} and cannot ${ability}; that takes ${CHOICE.en.format(holders)}. Ask an admin to change it with /wenshu role.`,
    },
    holders,
  )
}

export function roleName(role: Role, locale: Locale): string {
  return locale === 'zh' ? ROLE_ZH[role] : role
}
