/**
 * The layout of `src/`, folder by folder: the one table that the linter's rules, the picture in ARCHITECTURE.md and
 * test/layout.test.ts are made from. From low to high: a folder imports only what stands above it here.
 *
 * `imports`: the slices it may import, beside the files on top of `src/`. `rooms`: its folders, again from low to high
 * ('.': the slice's own), each with its doors, the files that other folders may import.
 */
export type Slice = { readonly imports: string; readonly rooms: Readonly<Record<string, string>> }

/** Files that everybody may import, also the lowest folders. */
export const base = 'errors locale storage-words'

/** Files on top of `src/` that stand on the folders named, and may be imported by the slices above those. */
export const top: Readonly<Record<string, string>> = {
  log: '',
  ticking: '',
  config: 'time',
  context: 'time db jobs llm slack',
  batch: 'db',
  main: 'time db app',
  cli: 'cli',
}

/** The most files a folder has; it only falls. */
export const fullest = 19

/** The most doors of a folder. */
export const mostDoors = 5

export const layout: Readonly<Record<string, Slice>> = {
  time: {
    imports: '',
    rooms: {
      holidays: 'public-holidays regions',
      '.': 'clock month parse-period period working-days',
    },
  },
  text: {
    imports: '',
    rooms: {
      '.': 'names normalise quotes tables units',
      numbers: 'approximation grammar numerals write-number written-number',
      remains: 'remains',
    },
  },
  files: {
    imports: '',
    rooms: {
      '.': 'decode-text read-apart zip',
    },
  },
  tables: {
    imports: 'files',
    rooms: {
      '.': 'cells read-table row-issues rows write-table',
    },
  },
  documents: {
    imports: 'files',
    rooms: {
      '.': 'description document-apart read-document',
    },
  },
  db: {
    imports: '',
    rooms: {
      '.': 'database failures migrate schema tenant',
      rows: 'rows',
    },
  },
  jobs: {
    imports: 'db',
    rooms: {
      '.': 'queue stuck-jobs',
    },
  },
  llm: {
    imports: '',
    rooms: {
      '.': 'language-model model-errors openai-model prompts tokens',
    },
  },
  slack: {
    imports: 'text',
    rooms: {
      limits: 'fit-message part-bold',
      '.': 'attend blocks listener memo mrkdwn',
      connection: 'bolt-app clients deadline-guard delivery',
      files: 'fetch-file file-not-sent send-file upload-file',
    },
  },
  outbox: {
    imports: 'db jobs slack',
    rooms: {
      rows: 'box hearers store',
      deliver: 'delivery-times kind pace poster work',
      tell: 'tell tell-kind',
    },
  },
  members: {
    imports: 'time tables db slack outbox',
    rooms: {
      '.': 'audit-store caller member members-store workspace-store',
      told: 'guests scopes told',
      people: 'person-words resolve-people user-groups',
      quotas: 'decide-quota group-membership keep-group-quotas quota-rules quotas-store',
      appoint: 'admins departures left-slack set-left set-role',
      roster: 'follow-slack import-members link-member slack',
      answers: 'handler tell undelivered-store',
    },
  },
  deadlines: {
    imports: 'time members',
    rooms: {
      '.': 'deadline deadline-rule steps',
      settings: 'essay-deadline month-as-stored reminder-settings schedule settings',
    },
  },
  imports: {
    imports: 'time db jobs slack members',
    rooms: {
      '.': 'apply-import import-jobs import-sort messages slack',
    },
  },
  records: {
    imports: 'time text tables db jobs llm slack members imports',
    rooms: {
      record: 'check-details number record revisions-store store',
      'line/words': 'heads kinds line people reading',
      vocabulary: 'default-kinds kinds-store words-store',
      doubts: 'lookalike question-unusual unusual usual-store',
      words: 'difference field-words in-words view vocabulary',
      change: 'conflict correct-record join-record log-discussion log-record',
      'line/dates': 'dates durations hours rules when',
      line: 'read-line',
      form: 'ask-in-words form memo read start',
      understand: 'read-lines understand-line verb',
      answers: 'handler-context messages show-record',
      table: 'cells columns write-table',
      import: 'import-measures import-records record-imports slack',
      kinds: 'slack',
      lists: 'slack',
      'plain-words': 'fill form read',
      slack: 'commands',
    },
  },
  essays: {
    imports: 'time files tables documents db jobs slack outbox members deadlines',
    rooms: {
      essay: 'essay lateness lists-store moves store',
      duties: 'member-months obligations obligations-store office-grid status-store',
      words: 'check-text fit-blocks messages words',
      slack: 'verb',
      tell: 'tell',
      exchange: 'exchange messages slack',
      'hand-in': 'read-file slack',
      review: 'messages queue review show-slack slack',
      select: 'messages slack store',
      anthology: 'send slack',
      exempt: 'messages slack store',
      quota: 'slack',
      status: 'messages slack status',
      tellings: 'tellings',
      '.': 'commands',
      import: 'import-essays',
    },
  },
  claims: {
    imports: 'time text db members deadlines essays',
    rooms: {
      claim: 'claim compared-period essay-words labels unit-words',
      facts: 'collect-facts fact period-records raw-fact',
      scan: 'lexicon scan-text span thesaurus',
      'slot-words': 'placeholders read-slot',
      sources: 'carry claim-key claim-values source tokens',
      lexis: 'lexis turns',
      read: 'names period scopes sentence',
      evidence: 'evaluate evidence load-evidence rows vocabulary',
      verdict: 'notes reasons verdict',
      sourced: 'judge-sources',
      ledger: 'claims-of-ledger ledger rows-of-ledger values',
      bind: 'verify-text',
      slots: 'rewrite-figure slot-sources slots text-with-slots',
    },
  },
  reminders: {
    imports: 'time tables db jobs slack outbox members deadlines essays',
    rooms: {
      'settings-form': 'change change-settings messages slack zone-slack',
      calendar: 'slack',
      outbox: 'digests-store store',
      slack: 'table-to-person',
      digest: 'digest-kind send-due-digests slack',
      plan: 'index plan-nudge plan-reminders skip-reasons state',
      due: 'due-reminders messages reminder-words store',
      snooze: 'messages snooze-reminder',
      leave: 'ask decide messages say-about-leave',
      deliver: 'note-skips reminder-kind send-due-reminders',
      nudge: 'slack',
      log: 'slack',
      waiting: 'send-notices',
      failures: 'note-failures',
      '.': 'commands',
      tick: 'send-now tick trouble-store',
    },
  },
  reports: {
    imports: 'time text tables documents db jobs llm slack outbox members imports claims',
    rooms: {
      slack: 'local-minute verb',
      outline: 'load-outlines outline settings slack workspace-outlines',
      basis: 'draft-basis draft-evidence length verify-section',
      lexicon: 'lexicon-rule lexicon-store read-lexicon',
      paragraphs: 'change-words changed-paragraphs inert-text merge-paragraphs paragraph-parts',
      tell: 'news-store tell-news',
      draft: 'approvals-store drafts-store edit-draft save-version versions-store',
      review: 'clicks-store confirmations-store confirmed-figures may-leave review',
      marks: 'changed-figures current-store disagreements eye-marks marks-store',
      notes: 'notes-store slack',
      sheet: 'fact-sheet load-ledger',
      corrections: 'corrected-records follow-changes messages slack',
      verdict: 'messages',
      approve: 'messages slack',
      show: 'show-draft slack',
      confirm: 'slack',
      edit: 'slack',
      assemble: 'assemble-report document-sections export-document export-store manifest',
      sources: 'appendix-store figure-amounts slack',
      export: 'export-files messages send slack',
      import: 'report-imports slack',
      'compose/matter': 'material notes sayable themes times',
      'compose/chinese': 'chinese gaps',
      'compose/english': 'english gaps',
      compose: 'build-drafting-prompt clean-answer compose-section judge-filled',
      redraft: 'carry-out-redraft messages redrafts-store slack',
      status: 'messages report-status',
      news: 'news-kind',
      write: 'cancel-slack draft-section drafting-queue request-draft',
      '.': 'commands',
    },
  },
  'model-use': {
    imports: 'time db llm slack members',
    rooms: {
      '.': 'guarded-model slack',
    },
  },
  privacy: {
    imports: 'time db slack members',
    rooms: {
      texts: 'mentions names',
      '.': 'erasures-file keep-retention repeat-erasures slack',
    },
  },
  ask: {
    imports: 'slack members',
    rooms: {
      '.': 'slack',
    },
  },
  home: {
    imports: 'time db slack members deadlines records essays reminders',
    rooms: {
      '.': 'slack',
    },
  },
  playground: {
    imports: '',
    rooms: {
      protocol: 'delivery ids json protocol refusal',
      behaviour: 'clock faults rate-limits timestamps triggers',
      state: 'file-contents state store world',
      delivery: 'events http interactions slack-json socket',
      'page/base': 'dom page shapes texts wall-time',
      'page/text': 'draw-inline draw-markdown inline rich-text',
      'page/widgets': 'avatar confirm-dialog icons notices popup',
      'page/form': 'combobox control control-file controls',
      'page/blocks': 'draw-blocks file-card scene',
      'page/compose': 'composer',
      'page/conversation': 'home message message-list modal',
      'page/desk': '',
      shapes: 'elements-of limits objects shape-check',
      views: 'actions input-state views',
      'web-api': 'method responses table',
      people: 'people types',
      'sample-office': 'sample-office',
      server: 'playground',
    },
  },
  app: {
    imports:
      'time tables db jobs llm slack members deadlines imports records essays reminders reports model-use privacy ask home playground',
    rooms: {
      '.': 'app backup import-office runtime set-up-workspace',
    },
  },
  cli: {
    imports: 'time tables db jobs slack members records claims reminders reports privacy app',
    rooms: {
      doctor: 'doctor finding',
      '.': 'program',
    },
  },
}
