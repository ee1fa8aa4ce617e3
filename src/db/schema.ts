import type { ColumnType, Generated, JSONColumnType } from 'kysely'

/** timestamptz: a Date on the way out; a Date or an ISO string on the way in. */
type Time = ColumnType<Date, Date | string, Date | string>
type TimeOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
/** date: an ISO string (2022-11-18) both ways, whatever the zone of the process. */
type Day = string
/** jsonb: parsed on the way out; a JSON string on the way in (pg would turn a bare array into a PostgreSQL array). */
type Json<T extends object> = JSONColumnType<T>
type JsonOrNull<T extends object> = ColumnType<T | null, string | null | undefined, string | null>
/** Filled from the transaction's binding; never written by hand. */
type Team = Generated<string>

export type Family = 'study' | 'activity'
export type Role = 'member' | 'reviewer' | 'editor' | 'admin'
export type QuotaSource = 'table' | 'group' | 'member'
export type FileState = 'reading' | 'read' | 'unreadable'
export type EssayState = 'draft' | 'submitted' | 'returned' | 'approved' | 'withdrawn'
export type ReminderState = 'claimed' | 'sending' | 'sent' | 'unknown' | 'cancelled' | 'failed'
export type RedraftState = 'waiting' | 'writing' | 'done' | 'same' | 'stale' | 'failed' | 'cancelled'
export type DraftState = 'waiting' | 'writing' | 'ready' | 'failed' | 'cancelled'

/** The tables as the newest migration leaves them, each with the workspace that a row belongs to. */
export type Schema = { [T in keyof Tables]: Tables[T] & { team_id: Team } }

type Tables = {
  teams: { created_at: Generated<Date> }
  workspaces: {
    name: string
    zone: string
    region: string
    locale: 'zh' | 'en'
    settings: Json<Record<string, unknown>>
    revision: Generated<number>
    installed_on: Day | null
  }
  member_absences: {
    member_id: string
    kind: 'guest' | 'deactivated'
    from_day: Day
    until_day: Day | null
  }
  process_runs: { id: string; started_at: Generated<Date>; alive_at: Generated<Date> }
  counters: { name: string; value: number }
  members: {
    id: string
    external_id: string | null
    slack_user_id: string | null
    email: string | null
    name: string
    department: string | null
    role: Role
    role_given_in_slack: Generated<boolean>
    locale: 'zh' | 'en' | null
    zone: string | null
    own_zone: Generated<boolean>
    joined_on: Day
    left_on: Day | null
    is_bot: Generated<boolean>
    is_guest: Generated<boolean>
    /** Given by the database: a small number for `record_attendance.people`. */
    place: Generated<number>
    deactivated: Generated<boolean>
    erased_at: TimeOrNull
    departure_asked_at: TimeOrNull
  }
  member_quotas: {
    member_id: string
    from_month: string
    decided_at: Time
    quota: number
    decided_by: string | null
    source: Generated<QuotaSource>
  }
  group_quotas: {
    group_id: string
    from_month: string
    decided_at: Time
    quota: number
    decided_by: string | null
  }
  leaves: {
    id: string
    member_id: string
    starts_on: Day
    ends_on: Day
    reason: string | null
    state: 'asked' | 'confirmed' | 'refused' | 'withdrawn'
    asked_at: Time
    decided_by: string | null
    decided_at: TimeOrNull
  }
  handled_requests: {
    id: string
    handled_at: Generated<Date>
    stored: Generated<string[]>
    submitted: string | null
  }
  undelivered_answers: { id: string; member_id: string; at: Time; text: string }
  audit_events: {
    id: string
    at: Time
    by_member: string | null
    action: string
    subject: string
    details: Json<Record<string, unknown>>
  }
  kinds: {
    id: string
    family: Family
    name_zh: string
    name_en: string
    aliases: string[]
    merged_into: string | null
    retired_at: TimeOrNull
    is_entry: Generated<boolean>
  }
  measures: {
    id: string
    name: string
    unit: string
    aggregation: 'sum' | 'latest' | 'ratio'
    aliases: string[]
    retired_at: TimeOrNull
    is_entry: Generated<boolean>
    name_en: string | null
  }
  word_revisions: {
    sort: 'kind' | 'measure'
    word: string
    revision: number
    action: string
    by_member: string | null
    at: Time
    before: JsonOrNull<Record<string, unknown>>
    after: Json<Record<string, unknown>>
  }
  records: {
    id: string
    family: Family
    number: number
    kind_id: string
    title: string
    starts_on: Day
    ends_on: Day
    materials: string[]
    duration_min: number | null
    place: string | null
    partner: string | null
    note: string | null
    head_count: number | null
    head_unit: '人' | '人次' | null
    expected: number | null
    excused: number | null
    logged_by: string | null
    logged_at: Time
    source_key: string | null
    revision: Generated<number>
    deleted_at: TimeOrNull
    deleted_by: string | null
    deleted_reason: string | null
    /** Filled by the database: all text of the record, folded, one field a line. */
    search: ColumnType<string, never, never>
  }
  record_people: { record_id: string; member_id: string }
  /** Filled by the database: the places of the members that record_people names; no row: nobody. */
  record_attendance: { record_id: string; people: ColumnType<number[], never, never> }
  record_quantities: {
    record_id: string
    position: number
    measure_id: string
    value: number
  }
  record_evidence: {
    record_id: string
    position: number
    kind: 'link' | 'file' | 'message'
    title: string
    url: string
  }
  record_revisions: {
    record_id: string
    revision: number
    action: 'logged' | 'edited' | 'undone' | 'deleted' | 'restored' | 'imported'
    by_member: string | null
    at: Time
    before: JsonOrNull<Record<string, unknown>>
    after: JsonOrNull<Record<string, unknown>>
  }
  pending_imports: {
    id: string
    by_member: string
    asked_at: Time
    slack_file_id: string
    file_name: string
    sort: 'records' | 'report'
    /** Of a report: which it is taken for when it does not say itself. */
    period: string | null
    state: 'reading' | 'ready' | 'refused' | 'applied' | 'cancelled'
    plan: JsonOrNull<object>
    counts: JsonOrNull<object>
    decided_at: TimeOrNull
  }
  essays: {
    id: string
    number: number
    member_id: string
    month: string
    seq: number
    kind: string
    title: string
    body: string | null
    link: string | null
    state: EssayState
    first_submitted_at: TimeOrNull
    submitted_at: TimeOrNull
    reviewer_id: string | null
    decided_by: string | null
    decided_at: TimeOrNull
    exchanged_at: TimeOrNull
    exchanged_in: string | null
    excellent: Generated<boolean>
    anthology_issue: number | null
    contest: string | null
    file_id: string | null
    file_name: string | null
    file_url: string | null
    file_text: string | null
    file_state: FileState | null
    revision: Generated<number>
  }
  essay_exchanges: {
    record_id: string
    month: string
    held_on: Day
    essays: number
    by_member: string | null
    at: Time
  }
  anthologies: { issue: number; title: string; compiled_by: string | null; compiled_at: Time }
  anthology_sendings: {
    id: string
    issue: number
    by_member: string
    asked_at: Time
    state: 'waiting' | 'sent'
    file_id: string | null
  }
  anthology_essays: { issue: number; position: number; essay_id: string }
  essay_moves: {
    essay_id: string
    revision: number
    move: string
    by_member: string | null
    at: Time
    comment: string | null
  }
  essay_exemptions: {
    member_id: string
    month: string
    reason: string
    decided_by: string | null
    decided_at: Time
    revoked_at: TimeOrNull
    revoked_by: string | null
  }
  reminders: {
    member_id: string
    month: string
    step: string
    reminder_id: string
    state: ReminderState
    owed: number
    planned_for: Time
    decided_at: Time
    attempts: Generated<number>
    sent_at: TimeOrNull
    channel: string | null
    message_ts: string | null
    reason: string | null
    queued_at: Generated<Date>
    sending_since: TimeOrNull
    failure_noted_at: TimeOrNull
    /** The deadline that it told, or will tell: `2022-11-30T18:00`; null of reminders from before this was kept. */
    told_due: string | null
  }
  reminder_snoozes: { member_id: string; month: string; step: string; snoozed_until: Time }
  nudges: {
    member_id: string
    day: Day
    month: string
    reminder_id: string
    by_member: string
    at: Time
  }
  reminder_rounds: { month: string; step: string; at: Time }
  reminder_skips: {
    month: string
    step: string
    member_id: string
    /** A code; its particular beside it, as an exemption's reason. */
    reason: string
    detail_zh: string | null
    detail_en: string | null
    at: Time
  }
  digests: {
    month: string
    member_id: string
    digest_id: string
    state: ReminderState
    decided_at: Time
    queued_at: Generated<Date>
    attempts: Generated<number>
    sending_since: TimeOrNull
    sent_at: TimeOrNull
    channel: string | null
    message_ts: string | null
    reason: string | null
    failure_noted_at: TimeOrNull
  }
  drafts: {
    id: string
    number: number
    outline_id: string
    section_id: string
    period: string
    state: DraftState
    requested_by: string | null
    requested_at: Time
    finished_at: TimeOrNull
    fault: string | null
    ledger: JsonOrNull<object>
    model: string | null
    prompt_hash: string | null
    parameters: JsonOrNull<Record<string, unknown>>
    prompt_tokens: number | null
    completion_tokens: number | null
    duration_ms: number | null
    channel: string | null
    thread_ts: string | null
    stream_ts: string | null
    verdict_ts: string | null
    version: Generated<number>
    cost: number | null
    currency: string | null
    attempts: Generated<number>
    cancelled_by: string | null
  }
  draft_versions: {
    draft_id: string
    version: number
    text: string
    verdict: Json<object>
    by_member: string | null
    written_by: string
    at: Time
    origin: JsonOrNull<object>
    sources: JsonOrNull<object>
  }
  draft_approvals: {
    draft_id: string
    number: number
    version: number
    by_member: string | null
    at: Time
    withdrawn_by: string | null
    withdrawn_at: TimeOrNull
  }
  draft_earlier_ledgers: { draft_id: string; through_version: number; ledger: Json<object> }
  draft_news: {
    draft_id: string
    news: 'version' | 'approved' | 'withdrawn' | 'records' | 'redraft'
    number: number
    queued_at: Generated<Date>
    claimed_at: TimeOrNull
    channel: string | null
    message_ts: string | null
    news_id: ColumnType<string, never, never>
    state: Generated<ReminderState>
    decided_at: Time
    attempts: Generated<number>
    sending_since: TimeOrNull
    sent_at: TimeOrNull
    reason: string | null
    stale: Generated<boolean>
  }
  outbox: {
    team_id: Team
    id: string
    kind: string
    key: string
    member_id: string
    payload: Json<Record<string, unknown>>
    state: ReminderState
    decided_at: Time
    queued_at: Generated<Date>
    attempts: Generated<number>
    sending_since: TimeOrNull
    sent_at: TimeOrNull
    channel: string | null
    message_ts: string | null
    reason: string | null
    failure_noted_at: TimeOrNull
  }
  model_uses: {
    id: string
    month: string
    at: Time
    purpose: string
    model: string
    state: 'reserved' | 'settled'
    prompt_tokens: number
    completion_tokens: number
    estimated: boolean
    cost: number | null
    currency: string | null
  }
  outline_revisions: {
    outline_id: string
    revision: number
    action: string
    section_id: string | null
    by_member: string | null
    at: Time
    before: Json<object>
    after: Json<object>
  }
  report_notes: {
    id: string
    number: number
    outline_id: string
    period: string
    text: string
    by_member: string
    at: Time
    removed_by: string | null
    removed_at: TimeOrNull
  }
  paragraph_redrafts: {
    draft_id: string
    number: number
    base_version: number
    place: number
    instruction: string
    state: RedraftState
    requested_by: string
    requested_at: Time
    finished_at: TimeOrNull
    cancelled_by: string | null
    fault: string | null
    result: string | null
    result_version: number | null
    prompt_hash: string | null
  }
  figure_confirmations: {
    draft_id: string
    number: number
    version: number
    figure: string
    context: string
    source: string
    by_member: string
    at: Time
    revoked_by: string | null
    revoked_at: TimeOrNull
  }
  figure_clicks: {
    draft_id: string
    number: number
    version: number
    figure: string
    says: 'source' | 'stands'
    claim: string
    label: string
    by_member: string
    at: Time
    revoked_by: string | null
    revoked_at: TimeOrNull
  }
  lexicon_terms: {
    number: number
    term: string
    draft_id: string | null
    added_by: string
    added_at: Time
    removed_by: string | null
    removed_at: TimeOrNull
  }
  ledger_changes: { id: Generated<string>; at: Generated<Date> }
  draft_marks: { draft_id: string; version: number; found_at: Time; mark: Json<object> }
  report_exports: {
    id: string
    by_member: string
    asked_at: Time
    channel: string | null
    outline_id: string
    period: string
    formats: string[]
    state: 'waiting' | 'sent' | 'refused'
    file_ids: string[]
    is_clean: Generated<boolean>
    done_at: TimeOrNull
  }
  pictures: { hash: string; slack_file_id: string; made_at: Time; used_at: Time }
}
